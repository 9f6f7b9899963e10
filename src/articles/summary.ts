const LONGEST = 280

/** Takes the first whole sentences of a text in sanitized HTML as its summary, without marks and notes. */
export const summaryOf = (html: string, language: string): string => {
  const sentences = new Intl.Segmenter(language, { granularity: 'sentence' })
  for (const [, paragraph = ''] of html.matchAll(/<p(?: [^>]*)?>(.*?)<\/p>/gs)) {
    const text = plainText(paragraph)
    // A picture with nothing else is no sentence.
    if (text.length < 2) continue
    let summary = ''
    for (const { segment } of sentences.segment(text)) {
      if (summary !== '' && summary.length + segment.trimEnd().length > LONGEST) break
      summary += segment
    }
    return shorten(summary.trim())
  }
  return ''
}

// A single sentence may be as long as a paragraph.
const shorten = (text: string): string =>
  text.length <= 2 * LONGEST ? text : `${text.slice(0, LONGEST).replace(/\s+\S*$/, '')}…`

const NAMED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

const plainText = (html: string): string =>
  html
    .replace(/<sup>.*?<\/sup>/gs, '')
    .replace(/<br \/>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot);/g, (entity) => NAMED[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
