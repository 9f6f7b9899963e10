import type { MarkedExtension, RendererThis, TokenizerThis, Tokens } from 'marked'
import footnotes from 'marked-footnote'
import { type Language, sayIn } from '../../messages/messages.ts'

type Part = {
  name: string
  tokenizer?: (this: TokenizerThis, source: string) => Tokens.Generic | undefined
  renderer?: (this: RendererThis, token: Tokens.Generic) => string | false | undefined
}

/** The library writes it once for each back link. */
const BACK = '\u0001back'

/** Footnotes with their back links, in the language of the text. */
export const notes = (language: Language): MarkedExtension => {
  const say = sayIn(language)
  const { extensions, ...rest } = footnotes({
    description: say('site.notes'),
    headingClass: '',
    backRefLabel: BACK,
  })
  const parts = (extensions ?? []) as Part[]
  for (const part of parts) {
    const { tokenizer, renderer } = part
    if (part.name === 'footnote' && tokenizer) part.tokenizer = withLazyLines(tokenizer)
    if (part.name === 'footnotes' && renderer)
      part.renderer = withNumbers(renderer, (note) => say('site.backToNote', { note }))
  }
  return { ...rest, extensions: parts as MarkedExtension['extensions'] & object }
}

/**
 * Names back links by the numbers that readers see. The author's label would stand there unescaped, and a quote in
 * it would end the attribute.
 */
const withNumbers = (render: NonNullable<Part['renderer']>, textOf: (number: string) => string) =>
  function (this: RendererThis, token: Tokens.Generic) {
    const items = token['items'] as readonly { refs: readonly unknown[] }[]
    const texts = items.flatMap(({ refs }, index) => refs.map(() => textOf(String(index + 1))))
    const html = render.call(this, token)
    return typeof html === 'string' ? html.replaceAll(`"${BACK}"`, () => `"${texts.shift() ?? ''}"`) : html
  }

/** Reads the lines right below a note as part of it, indented or not, as GitHub does. */
const withLazyLines = (tokenize: NonNullable<Part['tokenizer']>) =>
  function (this: TokenizerThis, source: string) {
    const lazy = LAZY.exec(source)
    if (!lazy) return tokenize.call(this, source)
    const [whole, first = '', more = ''] = lazy
    const indented = more.replace(/^(?=[^\n])/gm, '    ')
    const token = tokenize.call(this, first + indented + source.slice(whole.length))
    const added = indented.length - more.length
    return token && Object.assign(token, { raw: source.slice(0, token.raw.length - added) })
  }

/** A note, and lines below it that begin no block of their own. */
const LAZY =
  /^(\[\^[^\]\n]+\]:[ \t]*(?!```|~~~|\|)\S[^\n]*\n)((?:(?!\s|\[\^[^\]\n]+\]:|#|>|[-*+] |\d+[.)] |```|~~~|\||<|\{[%{:]|(?:[-*_] *){3,}(?:\n|$))[^\n]+(?:\n|$))+)/
