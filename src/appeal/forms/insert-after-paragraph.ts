/** Elements without a closing tag. */
const VOID = new Set(['br', 'wbr', 'hr', 'img', 'col'])
// The sanitiser escapes `<` and `>` in texts and attributes.
const TAG = /<(\/?)([a-z][a-z0-9]*)[^<>]*>/g

/** With fewer paragraphs after it, the insertion would stand right before the end. */
const LEAST_AFTER = 2

type Insertion = { paragraph: number; inserted: string }

/**
 * Inserts HTML after a paragraph of a sanitized text, counted from one. Counts top-level paragraphs with words:
 * none in lists, quotes, figures or notes, and no picture alone. Returns a text unchanged if fewer than two
 * paragraphs would follow.
 */
export const insertAfterParagraph = (html: string, { paragraph, inserted }: Insertion): string => {
  if (!hasParagraph(html, paragraph)) return html
  const end = findEnds(html, paragraph).at(-1)
  return html.slice(0, end) + inserted + html.slice(end)
}

/** Returns whether a line can stand after the paragraph. */
export const hasParagraph = (html: string, paragraph: number): boolean =>
  findEnds(html, paragraph + LEAST_AFTER).length === paragraph + LEAST_AFTER

/** Returns where the first paragraphs end, at most so many. */
const findEnds = (html: string, most: number): number[] => {
  const ends: number[] = []
  let [depth, start] = [0, 0]
  for (const { 0: tag, 1: closing, 2: name = '', index } of html.matchAll(TAG)) {
    if (VOID.has(name)) continue
    if (!closing) {
      if (depth === 0) start = index
      depth += 1
      continue
    }
    depth -= 1
    if (depth > 0 || name !== 'p' || !hasWords(html.slice(start, index))) continue
    ends.push(index + tag.length)
    if (ends.length === most) break
  }
  return ends
}

const hasWords = (html: string): boolean => html.replace(TAG, '').trim() !== ''
