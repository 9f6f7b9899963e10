/** What a mail says, in the order in which it is read. */
export type MailText = { subject: string; paragraphs: readonly MailParagraph[] }

/** A plain paragraph, a link with a line of its own, or a code to be typed. */
export type MailParagraph = string | { label: string; href: string } | { code: string }

/** The text that everybody can read: a link is its label and its address. */
export const plainText = ({ paragraphs }: MailText): string =>
  `${paragraphs
    .map((each) => {
      if (typeof each === 'string') return each
      return 'code' in each ? `    ${each.code}` : `${each.label}:\n${each.href}`
    })
    .join('\n\n')}\n`

/** The same as simple HTML that loads nothing from anywhere. */
export const htmlText = ({ subject, paragraphs }: MailText, language: string): string => {
  const body = paragraphs.map((each) => `<p>${paragraphHtml(each)}</p>`).join('\n')
  return `<!doctype html>
<html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font: 17px/1.5 Georgia, serif; max-width: 34em; margin: 1.5em auto; padding: 0 1em">
${body}
</body></html>
`
}

const paragraphHtml = (paragraph: MailParagraph): string => {
  if (typeof paragraph === 'string') return escaped(paragraph)
  if ('code' in paragraph) return `<strong style="font-size: 1.4em">${escaped(paragraph.code)}</strong>`
  return `<a href="${escaped(paragraph.href)}">${escaped(paragraph.label)}</a>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
