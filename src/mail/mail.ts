import { directionOf, type Language } from '../messages/messages.ts'

/** The content of a mail in reading order. */
export type MailText = { subject: string; paragraphs: readonly MailParagraph[] }

/** A paragraph of text, a labelled link, or a code to type. One link of a mail may be its button. */
export type MailParagraph = string | MailLink | { code: string }

export type MailLink = { label: string; href: string; isButton?: true }

/** Renders the mail as plain text. A link becomes its label and address. */
export const plainText = ({ paragraphs }: MailText): string =>
  `${paragraphs
    .map((each) => {
      if (typeof each === 'string') return each
      return 'code' in each ? `    ${each.code}` : `${each.label}:\n${each.href}`
    })
    .join('\n\n')}\n`

/** Renders the mail as simple HTML that loads nothing. */
export const htmlText = ({ subject, paragraphs }: MailText, language: Language): string => {
  const body = paragraphs.map((each) => `<p>${paragraphHtml(each)}</p>`).join('\n')
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body dir="${directionOf(language)}" style="font: ${FONTS[directionOf(language)]}; max-width: 34em; margin: 1.5em auto; padding: 0 1em">
${body}
</body></html>
`
}

// Mail programs drop the html element, so the direction stands at the body as well.
const FONTS = { ltr: '17px/1.5 Georgia, serif', rtl: "18px/1.8 'Noto Naskh Arabic', 'Geeza Pro', serif" }

const paragraphHtml = (paragraph: MailParagraph): string => {
  if (typeof paragraph === 'string') return escapeHtml(paragraph).replaceAll('\n', '<br>')
  if ('code' in paragraph)
    return `<strong dir="ltr" style="font-size: 1.4em">${escapeHtml(paragraph.code)}</strong>`
  const style = paragraph.isButton ? ` style="${BUTTON}"` : ''
  return `<a href="${escapeHtml(paragraph.href)}"${style}>${escapeHtml(paragraph.label)}</a>`
}

/** Readable in light and dark mail programs, and without styles a plain link. */
const BUTTON =
  'display: inline-block; padding: 0.6em 1.1em; border-radius: 4px; background: #1d4f3f; color: #ffffff; text-decoration: none'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
