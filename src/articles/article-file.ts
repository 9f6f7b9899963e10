import { type Document, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { LANGUAGES } from '../messages/messages.ts'
import { renderMarkdown } from '../web/page/markdown.ts'
import type { Article } from './article.ts'

export type ArticleMistake = { line: number; reason: string }
export type ParsedArticle = { ok: true; article: Article } | ({ ok: false } & ArticleMistake)

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

const instant = z.iso
  .datetime({ offset: true, message: 'is a time such as 2026-11-20T08:00:00Z' })
  .transform((text) => new Date(text))

const frontMatter = z.strictObject({
  title: z.string().min(1),
  summary: z.string().min(1),
  language: z.enum(LANGUAGES),
  section: z.string(),
  authors: z.array(z.string().min(1)).min(1),
  published: instant,
  updated: instant.optional(),
  tags: z.array(z.string().min(1)).default([]),
  sensitive: z.boolean().default(false),
  appeal: z.boolean().default(true),
  picture: z
    .strictObject({
      file: z.string().regex(/^[\w-]+\.(svg|jpg|jpeg|png|webp|avif)$/, 'is the name of a file in pictures'),
      alt: z.string().min(1),
      caption: z.string().optional(),
    })
    .optional(),
})

/** Parses one Markdown file with YAML front matter. A mistake names the line of the file. */
export const parseArticle = (slug: string, text: string, sections: readonly string[]): ParsedArticle => {
  if (!SLUG.test(slug)) return mistake(1, 'the file name may hold a-z, 0-9 and hyphens')
  const parts = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n([\s\S]*))?$/.exec(text.replace(/^\uFEFF/, ''))
  if (!parts) return mistake(1, 'the file begins with front matter between two lines of ---')
  const lines = new LineCounter()
  const document = parseDocument(parts[1] ?? '', { lineCounter: lines, uniqueKeys: true })
  const [broken] = document.errors
  if (broken) return mistake((broken.linePos?.[0].line ?? 1) + 1, broken.code)
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true)
      const range =
        typeof node === 'object' && node !== null ? (node as { range?: number[] }).range : undefined
      if (range?.[0] !== undefined) return lines.linePos(range[0]).line + 1
    }
    return 1
  }
  const parsed = frontMatter.safeParse(valuesOf(document))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.path ?? []
    return mistake(lineOf(path), `${path.join('.') || 'front matter'}: ${issue?.message ?? 'is wrong'}`)
  }
  if (!sections.includes(parsed.data.section))
    return mistake(lineOf(['section']), 'section: is not one of newsroom.yaml')
  return { ok: true, article: articleFrom(slug, parsed.data, parts[2] ?? '') }
}

// An alias without its anchor throws only when the document is converted.
const valuesOf = (document: Document): unknown => {
  try {
    return document.toJS()
  } catch {
    return null
  }
}

const mistake = (line: number, reason: string): ParsedArticle => ({ ok: false, line, reason })

const articleFrom = (slug: string, data: z.infer<typeof frontMatter>, markdown: string): Article => ({
  slug,
  language: data.language,
  title: data.title,
  summary: data.summary,
  section: data.section,
  authors: data.authors,
  tags: data.tags,
  publishedAt: data.published,
  updatedAt: data.updated ?? null,
  sensitive: data.sensitive,
  appeal: data.appeal,
  picture: data.picture ? { ...data.picture, caption: data.picture.caption ?? null } : null,
  html: renderMarkdown(markdown),
  words: markdown.split(/\s+/).filter(Boolean).length,
})
