import { parse } from 'yaml'
import { z } from 'zod'
import type { Language } from '../../messages/messages.ts'
import { renderMarkdown } from '../../web/page/markdown.ts'

/** The newsroom's letter to its readers, in one language. */
export type Letter = {
  heading: string
  salutation: string
  /** Sanitized. */
  html: string
  /** The sentence that asks for support. `{minimum}` in it becomes the smallest monthly amount. */
  ask: string
  signature: string
  /** The label of the button that leads to the support page. Null: the usual one. */
  support: string | null
  /** The sentence of the forms `line` and `bar`. Null: the ask. */
  line: string | null
}

export type ParsedLetter = { ok: true; letter: Letter } | { ok: false; reason: string }

const frontMatter = z.strictObject({
  heading: z.string().min(1),
  salutation: z.string().min(1),
  ask: z
    .string()
    .refine((text) => text.includes('{minimum}'), 'names {minimum}, the smallest monthly amount'),
  signature: z.string().min(1),
  support: z.string().min(1).nullable().default(null),
  line: z.string().min(1).nullable().default(null),
})

export const parseLetter = (text: string, language: Language): ParsedLetter => {
  const parts = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*\r?\n([\s\S]*)$/.exec(text.replace(/^\uFEFF/, ''))
  if (!parts) return { ok: false, reason: 'the file begins with front matter between two lines of ---' }
  try {
    const data = frontMatter.safeParse(parse(parts[1] ?? ''))
    if (!data.success) {
      const [issue] = data.error.issues
      return { ok: false, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}` }
    }
    return { ok: true, letter: { ...data.data, html: renderMarkdown(parts[2] ?? '', language) } }
  } catch {
    return { ok: false, reason: 'the front matter is not YAML' }
  }
}

/** Returns the ask with the smallest monthly amount. */
export const askWith = ({ ask }: Letter, minimum: string): string => ask.replaceAll('{minimum}', minimum)

/** Returns the sentence of the forms `line` and `bar`, with the smallest monthly amount. */
export const lineWith = ({ line, ask }: Letter, minimum: string): string =>
  (line ?? ask).replaceAll('{minimum}', minimum)
