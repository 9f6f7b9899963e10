/** Elements without a closing tag. */
const VOID = new Set(['br', 'wbr', 'hr', 'img', 'col'])
// The sanitiser escapes `<` and `>` in texts and attributes.
const TAG = /<(\/?)([a-z][a-z0-9]*)[^<>]*>/g

type Insertion = { paragraph: number; inserted: string }

/**
 * Inserts HTML after a paragraph of a sanitized text, counted from one. Counts top-level paragraphs with words:
 * none in lists, quotes, figures or notes, and no picture alone. Returns a text with fewer paragraphs unchanged.
 */
export const insertAfterParagraph = (html: string, { paragraph, inserted }: Insertion): string => {
  const end = findEnd(html, paragraph)
  return end === null ? html : html.slice(0, end) + inserted + html.slice(end)
}

/** Returns whether a line can stand after the paragraph. */
export const hasParagraph = (html: string, paragraph: number): boolean => findEnd(html, paragraph) !== null

const findEnd = (html: string, paragraph: number): number | null => {
  let [depth, start, count] = [0, 0, 0]
  for (const { 0: tag, 1: closing, 2: name = '', index } of html.matchAll(TAG)) {
    if (VOID.has(name)) continue
    if (!closing) {
      if (depth === 0) start = index
      depth += 1
      continue
    }
    depth -= 1
    if (depth > 0 || name !== 'p' || !hasWords(html.slice(start, index))) continue
    count += 1
    if (count === paragraph) return index + tag.length
  }
  return null
}

const hasWords = (html: string): boolean => html.replace(TAG, '').trim() !== ''
