import type { StoredImage } from './catalogue.ts'

export type BulkOperation = {
  id: string
  shop: string
  appId: string
  type: 'QUERY' | 'MUTATION'
  status: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELING' | 'CANCELED' | 'EXPIRED'
  query: string
  groupObjects: boolean
  version: string
  createdAt: string
  completedAt: string | null
  errorCode: string | null
  objectCount: number
  rootObjectCount: number
  fileKey: string | null
  fileSize: number | null
}

/** Bytes that the main host serves under `/files/{key}`; `base64` false means that `body` is text. */
export type StoredBlob = {
  key: string
  shop: string | null
  mimeType: string
  base64: boolean
  body: string
  createdAt: string
}
export type StagedUpload = {
  key: string
  shop: string
  resource: string
  filename: string
  mimeType: string
  httpMethod: 'PUT' | 'POST'
  maximumBytes: number
  expiresAt: string
  uploaded: boolean
}
export type MediaFile = {
  id: string
  shop: string
  kind: 'MediaImage' | 'GenericFile' | 'Video'
  alt: string | null
  filename: string
  mimeType: string
  status: 'UPLOADED' | 'PROCESSING' | 'READY' | 'FAILED'
  sourceUrl: string
  image: StoredImage | null
  createdAt: string
  updatedAt: string
  readyAt: string
}
