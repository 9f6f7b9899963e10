/** A GIF without comments and other hidden texts. */
export type CleanGif = { width: number; height: number; bytes: Uint8Array }

const IMAGE = 0x2c
const EXTENSION = 0x21
const TRAILER = 0x3b
const APPLICATION = 0xff
const GRAPHIC_CONTROL = 0xf9
// The application extensions that make an animation repeat.
const LOOPS = ['NETSCAPE2.0', 'ANIMEXTS1.0']

/** Copies what a GIF shows: frames, times, repetition. Returns null if it is no whole GIF. */
export const cleanGif = (bytes: Uint8Array): CleanGif | null => {
  const signature = textOf(bytes, 0, 6)
  if ((signature !== 'GIF87a' && signature !== 'GIF89a') || bytes.length < 14) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = []
  let at = 13 + colours(bytes[10] ?? 0)
  kept.push(bytes.subarray(0, at))
  while (at < bytes.length && bytes[at] !== TRAILER) {
    const end = endOfBlock(bytes, at)
    if (end === null) return null
    if (isShown(bytes, at)) kept.push(bytes.subarray(at, end))
    at = end
  }
  if (bytes[at] !== TRAILER || kept.length === 1) return null
  return {
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    bytes: joined([...kept, Uint8Array.of(TRAILER)]),
  }
}

/** The size of a table of colours, by the flags that announce it. */
const colours = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0)

const isShown = (bytes: Uint8Array, at: number): boolean => {
  if (bytes[at] === IMAGE) return true
  if (bytes[at + 1] === GRAPHIC_CONTROL) return true
  return bytes[at + 1] === APPLICATION && LOOPS.includes(textOf(bytes, at + 3, 11))
}

const endOfBlock = (bytes: Uint8Array, at: number): number | null => {
  if (bytes[at] === EXTENSION) return endOfParts(bytes, at + 2)
  if (bytes[at] !== IMAGE) return null
  return endOfParts(bytes, at + 11 + colours(bytes[at + 9] ?? 0))
}

// A block ends with an empty part. Each part begins with its length.
const endOfParts = (bytes: Uint8Array, start: number): number | null => {
  let at = start
  while (at < bytes.length) {
    const length = bytes[at] ?? 0
    at += length + 1
    if (length === 0) return at
  }
  return null
}

const textOf = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length))

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
