import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { isoSeconds } from '../clock.ts'
import { compileSearch, matchId, matchText, matchTime, matchWord } from '../search.ts'
import type { SearchFields } from '../search.ts'
import { own } from '../resolvers/fields.ts'
import { sortBy } from '../resolvers/order-search.ts'
import type { MediaFile, StagedUpload } from '../state.ts'
import { failure } from './inputs.ts'

const IMAGE_BYTES = 20_000_000
const FILE_BYTES = 20_000_000
const BULK_BYTES = 100_000_000
const ADDRESS_LIFE_MS = 3_600_000
const PROCESSING_MS = 2_000
const ALT_LIMIT = 512

type StagedInput = {
  filename: string
  mimeType: string
  resource: string
  httpMethod?: 'PUT' | 'POST' | null
  fileSize?: string | null
}

const limitOf = (resource: string): number =>
  resource === 'BULK_MUTATION_VARIABLES' ? BULK_BYTES : resource === 'IMAGE' ? IMAGE_BYTES : FILE_BYTES

const stagedProblem = (input: StagedInput, i: number): UserErrorValue | undefined => {
  const at = (field: string) => ['input', String(i), field]
  if (input.filename.trim() === '') return failure(at('filename'), "Filename can't be blank")
  if (input.resource === 'IMAGE' && !input.mimeType.startsWith('image/'))
    return failure(at('mimeType'), `image: (${input.mimeType}) is not a recognized format`)
  if (['VIDEO', 'MODEL_3D'].includes(input.resource) && !input.fileSize)
    return failure(at('fileSize'), 'file size is required for video and 3D model resources')
  if (input.fileSize && Number(input.fileSize) > limitOf(input.resource))
    return failure(at('fileSize'), 'file size exceeds the limit')
  return undefined
}

const stagedUploadsCreate = (_: unknown, { input }: { input: StagedInput[] }, context: Context) => {
  const problems = input.map(stagedProblem).filter((one) => one !== undefined)
  if (problems.length > 0) return { stagedTargets: [], userErrors: problems }
  const expiresAt = isoSeconds(new Date(Date.parse(context.now) + ADDRESS_LIFE_MS))
  const stagedTargets = input.map((one) => {
    const key = `tmp/${context.shop.handle}/${context.uuid()}/${one.filename.replace(/[^\w.-]/g, '_')}`
    const httpMethod = one.httpMethod ?? 'PUT'
    const upload: StagedUpload = {
      key,
      shop: context.shop.domain,
      resource: one.resource,
      filename: one.filename,
      mimeType: one.mimeType,
      httpMethod,
      maximumBytes: limitOf(one.resource),
      expiresAt,
      uploaded: false,
    }
    context.insert('stagedUploads', key, upload)
    const parameters =
      httpMethod === 'POST'
        ? [
            ['key', key],
            ['Content-Type', one.mimeType],
            ['success_action_status', '201'],
          ]
        : [
            ['content_type', one.mimeType],
            ['acl', 'private'],
          ]
    return {
      url: `${context.engine.origins.files}/staged/${key}`,
      resourceUrl: `${context.engine.origins.files}/files/${key}`,
      parameters: parameters.map(([name, value]) => ({ name, value })),
    }
  })
  return { stagedTargets, userErrors: [] }
}

/** Key of a staged upload behind its address, or undefined for an address elsewhere. */
const stagedKey = (source: string): string | undefined => /\/(?:files|staged)\/(tmp\/.+)$/.exec(source)?.[1]

type FileInput = {
  originalSource: string
  alt?: string | null
  contentType?: string | null
  filename?: string | null
  duplicateResolutionMode?: string | null
}

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  mp4: 'video/mp4',
}

const fileProblem = (context: Context, input: FileInput, i: number): UserErrorValue | undefined => {
  const at = (field: string) => ['files', String(i), field]
  if ((input.alt ?? '').length > ALT_LIMIT)
    return failure(
      at('alt'),
      `The alt value exceeds the maximum limit of ${ALT_LIMIT} characters.`,
      'ALT_VALUE_LIMIT_EXCEEDED',
    )
  if (!URL.canParse(input.originalSource))
    return failure(at('originalSource'), 'Image URL is invalid', 'INVALID_IMAGE_SOURCE_URL')
  const key = stagedKey(input.originalSource)
  if (key !== undefined && context.state.tables.stagedUploads[key]?.uploaded !== true)
    return failure(at('originalSource'), 'The file does not exist.', 'FILE_DOES_NOT_EXIST')
  return undefined
}

const fileFrom = (context: Context, input: FileInput): MediaFile => {
  const key = stagedKey(input.originalSource)
  const staged = key === undefined ? undefined : context.state.tables.stagedUploads[key]
  const filename =
    input.filename ?? staged?.filename ?? new URL(input.originalSource).pathname.split('/').at(-1) ?? 'file'
  const mimeType =
    staged?.mimeType ?? TYPES[filename.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
  const kind =
    input.contentType === 'FILE'
      ? 'GenericFile'
      : mimeType.startsWith('image/')
        ? 'MediaImage'
        : mimeType.startsWith('video/')
          ? 'Video'
          : 'GenericFile'
  const path = key === undefined ? new URL(input.originalSource).pathname : `/files/${key}`
  return {
    id: context.nextId(kind), shop: context.shop.domain, kind, alt: input.alt ?? null, filename, mimeType, status: 'UPLOADED', sourceUrl: input.originalSource,
    image: kind === 'MediaImage' ? { id: context.nextId('ImageSource'), altText: input.alt ?? null, path, width: 800, height: 800 } : null, createdAt: context.now, updatedAt: context.now,
    readyAt: isoSeconds(new Date(Date.parse(context.now) + PROCESSING_MS)),
  } // prettier-ignore
}

/** PROCESSING until its time has come, then READY: files are made ready in the background. */
const statusOf = (file: MediaFile, now: string): string =>
  file.status === 'FAILED' ? 'FAILED' : now >= file.readyAt ? 'READY' : 'PROCESSING'

const fileCreate = (_: unknown, { files: inputs }: { files: FileInput[] }, context: Context) => {
  const problems = inputs.map((one, i) => fileProblem(context, one, i)).filter((one) => one !== undefined)
  if (problems.length > 0) return { files: null, userErrors: problems }
  const files = inputs.map((input) => {
    const file = fileFrom(context, input)
    context.insert('files', file.id, file)
    return file
  })
  return { files, userErrors: [] }
}

/** Where a ready file is served: a staged one by the main host, one from elsewhere where it is. */
const urlOf = (context: Context, file: MediaFile): string | null => {
  if (context.now < file.readyAt) return null
  const key = stagedKey(file.sourceUrl)
  return key === undefined ? file.sourceUrl : `${context.engine.origins.files}/files/${key}`
}

const common = {
  ...own<MediaFile>('id', 'alt', 'createdAt', 'updatedAt'),
  fileErrors: () => [],
  fileStatus: (file: MediaFile, _: unknown, context: Context) => statusOf(file, context.now),
  preview: () => null,
}

const imageOf = (context: Context, file: MediaFile) => {
  const url = urlOf(context, file)
  return url === null || !file.image
    ? null
    : {
        __typename: 'Image',
        id: file.image.id,
        altText: file.alt,
        width: file.image.width,
        height: file.image.height,
        url,
        src: url,
        originalSrc: url,
        thumbhash: null,
      }
}

const fileFields: SearchFields<MediaFile> = {
  default: (one, term) => matchText(one.filename, term),
  id: (one, term) => matchId(one.id, term),
  filename: (one, term) => matchWord(one.filename, term),
  created_at: (one, term) => matchTime(one.createdAt, term),
  media_type: (one, term) => matchWord(one.kind === 'MediaImage' ? 'Image' : one.kind, term),
}

type UpdateInput = { id: string; alt?: string | null; filename?: string | null }

export const files: ResolverModule = {
  GenericFile: {
    ...common,
    mimeType: (file: MediaFile) => file.mimeType,
    originalFileSize: () => null,
    url: (file: MediaFile, _: unknown, context) => urlOf(context, file),
  },
  MediaImage: {
    ...common,
    image: (file: MediaFile, _: unknown, context) => imageOf(context, file),
    preview: (file: MediaFile, _: unknown, context) => ({
      image: imageOf(context, file),
      status: statusOf(file, context.now),
    }),
    mediaContentType: () => 'IMAGE',
    mediaErrors: () => [],
    mediaWarnings: () => [],
    mimeType: (file: MediaFile) => file.mimeType,
    status: (file: MediaFile, _: unknown, context) => statusOf(file, context.now),
    originalSource: (file: MediaFile, _: unknown, context) => ({ fileSize: null, url: urlOf(context, file) }),
  },
  Video: {
    ...common,
    duration: () => null,
    filename: (file: MediaFile) => file.filename,
    mediaContentType: () => 'VIDEO',
    mediaErrors: () => [],
    mediaWarnings: () => [],
    originalSource: () => null,
    sources: () => [],
    status: (file: MediaFile, _: unknown, context) => statusOf(file, context.now),
  },
  QueryRoot: {
    files: (_: unknown, args: ConnectionArgs & { query?: string | null }, context) => {
      const test = compileSearch(context, 'files', args.query, fileFields)
      const all = Object.values(context.state.tables.files).filter((one) => one.shop === context.shop.domain)
      return connect(
        sortBy(test ? all.filter(test) : all, (one) => one.createdAt),
        args,
      )
    },
  },
  Mutation: {
    stagedUploadsCreate,
    fileCreate,
    fileUpdate: (_: unknown, { files: inputs }: { files: UpdateInput[] }, context) => {
      const missing = inputs.findIndex((one) => !context.get('files', one.id))
      if (missing >= 0)
        return {
          files: null,
          userErrors: [
            failure(['files', String(missing), 'id'], 'File id does not exist.', 'FILE_DOES_NOT_EXIST'),
          ],
        }
      const changed = inputs.map((input) => {
        const file = context.edit('files', input.id)
        if (input.alt !== undefined) file.alt = input.alt
        if (input.filename) file.filename = input.filename
        file.updatedAt = context.now
        return file
      })
      return { files: changed, userErrors: [] }
    },
    fileDelete: (_: unknown, { fileIds }: { fileIds: string[] }, context) => {
      const missing = fileIds.find((id) => !context.get('files', id))
      if (missing !== undefined)
        return {
          deletedFileIds: null,
          userErrors: [failure(['fileIds'], `File id ${missing} does not exist.`, 'FILE_DOES_NOT_EXIST')],
        }
      for (const id of fileIds) context.remove('files', id)
      return { deletedFileIds: fileIds, userErrors: [] }
    },
  },
}
