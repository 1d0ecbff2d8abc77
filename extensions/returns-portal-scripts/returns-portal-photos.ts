/**
 * Photos of `<input type="file" data-portal-photos>`: each is made smaller on the device and sent at once, with its progress and
 * a retry, so that a bad network loses nothing of the form. Without this script the files go along with the form itself.
 */
export {}

/** What the server says of a photo: its id with a picture to show, or what is wrong with it. */
type Answer = { readonly id?: string; readonly url?: string; readonly error?: string }

/** Longest side in pixels. */
const longest = 2_000
const tries = 3
/** What failed, to be sent again. */
const again = new WeakMap<Element, () => Promise<void>>()

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  some: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), some)
}

function makeButton(what: 'remove' | 'retry', text: string, title: string): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'returns-portal__link', textContent: text })
  button.ariaLabel = `${text}: ${title}`
  button.setAttribute(`data-portal-${what}`, '')
  return button
}

/** What is wrong with the choice as a whole, below the field. */
function say(field: Element, text: string): void {
  let line = field.querySelector('[data-portal-photo-note]')
  if (line === null) {
    line = make('p', { className: 'returns-portal__hint', role: 'status' })
    line.setAttribute('data-portal-photo-note', '')
    field.append(line)
  }
  line.textContent = text
}

function add(input: HTMLInputElement, list: Element, file: File): void {
  const { label = '', uploading = '', failed = '', retry = '', remove = '', name = 'photo' } = input.dataset
  const title = label.replace('#', String(list.children.length + 1))
  const item = make('li', { className: 'returns-portal__photo' })
  const picture = make('img', { alt: title, src: URL.createObjectURL(file) })
  const state = make('p', { className: 'returns-portal__hint', role: 'status' })
  const bar = make('progress', { max: 1, ariaLabel: title })
  const takeOut = makeButton('remove', remove, title)
  item.setAttribute('data-portal-photo', '')
  item.append(picture, bar, state, takeOut)
  list.append(item)

  const send = async (): Promise<void> => {
    item.querySelector('[data-portal-retry]')?.remove()
    item.setAttribute('aria-busy', 'true')
    bar.hidden = false
    state.className = 'returns-portal__hint'
    // Said once: a percent that is spoken ten times helps nobody.
    state.textContent = uploading
    const answer = await upload(await shrink(file), input.dataset.portalUpload ?? '', (part) => {
      bar.value = part
    })
    item.removeAttribute('aria-busy')
    bar.hidden = true
    if (answer.id !== undefined) {
      state.textContent = ''
      // A format that this browser cannot show (HEIC): the server's picture of it.
      if (answer.url !== undefined && picture.naturalWidth === 0) picture.src = answer.url
      item.append(make('input', { type: 'hidden', name, value: answer.id }))
      return
    }
    state.className = 'returns-portal__error'
    state.textContent = answer.error ?? failed
    if (answer.error === undefined) takeOut.before(makeButton('retry', retry, title))
  }
  again.set(item, send)
  void send()
}

/** The photo as a JPEG, turned upright; as it is where the browser cannot read it. */
async function shrink(file: File): Promise<Blob> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longest / Math.max(image.width, image.height))
    const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)]
    const canvas = make('canvas', { width, height })
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
    image.close()
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
    return blob ?? file
  } catch {
    return file
  }
}

/** Sends one photo, again while the connection is at fault; an empty answer when all tries failed. */
async function upload(photo: Blob, address: string, onProgress: (part: number) => void): Promise<Answer> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 1_000 * 2 ** attempt))
    const answer = await post(photo, address, onProgress)
    if (answer !== null) return answer
  }
  return {}
}

/** One try; null when the connection or the server failed. `fetch` tells no progress. */
function post(photo: Blob, address: string, onProgress: (part: number) => void): Promise<Answer | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('photo', photo, 'photo.jpg')
    request.open('POST', address)
    request.setRequestHeader('Accept', 'application/json')
    request.timeout = 120_000
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = request.ontimeout = () => resolve(null)
    request.onload = () => resolve(read(request.responseText))
    request.send(body)
  })
}

function read(text: string): Answer | null {
  try {
    // The portal's own answer; anything else has neither part.
    const answer = JSON.parse(text) as Answer | null
    return answer?.id !== undefined || answer?.error !== undefined ? answer : null
  } catch {
    return null
  }
}

document.addEventListener('change', ({ target: input }) => {
  if (!(input instanceof HTMLInputElement) || !input.matches('[data-portal-photos]')) return
  const field = input.closest('.returns-portal__photos')
  const list = field?.querySelector('[data-portal-photo-list]')
  if (!field || !list) return
  const room = Math.max(0, Number(input.dataset.most ?? 6) - list.children.length)
  const files = [...(input.files ?? [])]
  say(field, files.length > room ? (input.dataset.tooMany ?? '') : '')
  for (const file of files.slice(0, room)) add(input, list, file)
  // They are on their way: the form must not carry them a second time.
  input.value = ''
})

document.addEventListener('click', (event) => {
  const { target } = event
  const button =
    target instanceof Element ? target.closest('[data-portal-remove], [data-portal-retry]') : null
  const item = button?.closest('[data-portal-photo]')
  if (!button || !item) return
  // Without this script it is a button of the form.
  event.preventDefault()
  if (button.hasAttribute('data-portal-retry')) {
    void again.get(item)?.()
    return
  }
  const field = item.closest('.returns-portal__photos')
  item.remove()
  field?.querySelector<HTMLElement>('[data-portal-photos]')?.focus()
})
