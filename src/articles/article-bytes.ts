export type ArticleText = { ok: true; text: string } | { ok: false; line: number; reason: string }

/** Nobody writes as much, and a page of it would open slowly. */
const LARGEST_BYTES = 2_000_000

/** Decodes an article's file. A file in another encoding would be published as rubbish. */
export const decodeArticle = (bytes: Uint8Array): ArticleText => {
  if (bytes.length > LARGEST_BYTES)
    return refuse(1, 'the file is larger than 2 MB: divide it, or move pictures out of it')
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return refuse(1, 'the file is written in UTF-16: save it as UTF-8')
  if (bytes.subarray(0, 2000).filter((byte) => byte === 0).length > 20)
    return refuse(1, 'the file is not text, or it is written in UTF-16: save it as UTF-8')
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const lines = new TextDecoder('utf-8').decode(bytes).split(/\r\n|\r|\n/)
    const line = lines.findIndex((each) => each.includes('\uFFFD')) + 1
    return refuse(line, 'the file is not written in UTF-8, perhaps in windows-1251: save it as UTF-8')
  }
}

const refuse = (line: number, reason: string): ArticleText => ({ ok: false, line, reason })
