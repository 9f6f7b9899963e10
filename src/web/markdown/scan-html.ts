import { Parser } from 'htmlparser2'

/** An opening tag: its offset in the HTML, and the id that it gets. */
export type ScannedTag = { offset: number; id: string | null }

export type ScannedHtml = {
  tags: readonly ScannedTag[]
  /** The offsets of sections of XML's CDATA, which browsers take for comments. */
  sections: readonly number[]
  /** The ids that tags get, by the ids that their authors wrote. */
  ids: ReadonlyMap<string, string>
  depth: number
}

/** Ids of the frame around an article, and of the letter below it. An article's own id must not be one of them. */
const FRAME_IDS =
  /^(?:skip|text|main|appeal|appeal-heading|letter-.*|reminder|reminder-strip|reminder-closed|reminder-heading|others|amount|amount-(?:error|hint)|frequency|give|errors|address|address-(?:error|hint)|code|code-(?:error|hint)|name|more)$/

/**
 * Reads the opening tags in the order in which the sanitizer meets them: both use the same parser. Makes ids
 * unique on the page.
 */
export const scanHtml = (html: string, idPrefix: string): ScannedHtml => {
  const tags: ScannedTag[] = []
  const sections: number[] = []
  const ids = new Map<string, string>()
  const taken = new Set<string>()
  // Counting each time from the start would take hours for a text that repeats one id.
  const counts = new Map<string, number>()
  let [open, depth] = [0, 0]
  const takeId = (wanted: string): string => {
    const plain = idPrefix === '' && FRAME_IDS.test(wanted) ? `text-${wanted}` : idPrefix + wanted
    let [id, count] = [plain, counts.get(plain) ?? 1]
    while (taken.has(id)) {
      count += 1
      id = `${plain}-${count}`
    }
    counts.set(plain, count)
    taken.add(id)
    // A link leads to the first of several.
    if (!ids.has(wanted)) ids.set(wanted, id)
    return id
  }
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const wanted = wantedId(name, attributes)
        tags.push({ offset: parser.startIndex, id: wanted ? takeId(wanted) : null })
        open += 1
        depth = Math.max(depth, open)
      },
      oncomment: (text) => {
        if (text.startsWith('[CDATA[')) sections.push(parser.startIndex)
      },
      onclosetag: () => {
        open -= 1
      },
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  return { tags, sections, ids, depth }
}

// Old anchors are `<a name="part">`.
const wantedId = (tag: string, attributes: Record<string, string>): string =>
  (attributes['id'] || (tag === 'a' && attributes['name']) || '').trim().replace(/\s+/g, '-')
