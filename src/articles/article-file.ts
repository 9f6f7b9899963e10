import { type Rendered, renderText, type UsedPicture } from '../web/markdown/render-markdown.ts'
import type { Article } from './article.ts'
import { decodeArticle } from './article-bytes.ts'
import { cleanText, withoutControl } from './control-characters.ts'
import { FIELD_NAMES } from './front-matter/field-names.ts'
import type { Remark, Value } from './front-matter/fields.ts'
import { type FrontMatter, type NewsroomRules, readFrontMatter } from './front-matter/front-matter.ts'
import { splitFile } from './front-matter/split-file.ts'
import { readTomlFields } from './front-matter/toml-fields.ts'
import { readYamlFields } from './front-matter/yaml-fields.ts'
import { summaryOf } from './summary.ts'

export type ParsedArticle =
  | {
      ok: true
      article: Article
      /** true: the author does not want it shown yet. */
      isDraft: boolean
      /** All that is left out or should be looked at, by line. */
      remarks: readonly Remark[]
      pictures: readonly UsedPicture[]
    }
  | ({ ok: false } & Remark)

const ENDING = /\.(?:md|markdown|mdown)$/i
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

export const isArticleFile = (file: string): boolean => ENDING.test(file)
export const slugOf = (file: string): string => file.replace(ENDING, '')

/** Parses one Markdown file with front matter. A mistake names the line of the file. */
export const parseArticle = (
  file: string,
  content: Uint8Array | string,
  rules: NewsroomRules,
): ParsedArticle => {
  const slug = slugOf(file)
  if (!SLUG.test(slug))
    return mistake(1, `the file name may hold a-z, 0-9 and hyphens: name it ${suggestSlug(slug)}.md`)
  const decoded = typeof content === 'string' ? { ok: true as const, text: content } : decodeArticle(content)
  if (!decoded.ok) return decoded
  const { text, remarks: controls } = cleanText(decoded.text)
  const parts = splitFile(text)
  if (!parts.ok) return parts
  const fields = parts.kind === 'yaml' ? readYamlFields(parts.front) : readTomlFields(parts.front)
  if (!fields.ok) return fields
  const values = cleanValue(fields.values) as typeof fields.values
  const escapes = Object.keys(values)
    .filter((name) => JSON.stringify(values[name]) !== JSON.stringify(fields.values[name]))
    .map((name) => ({ line: fields.lineOf([name]), reason: `${name}: a control character is left out` }))
  const front = readFrontMatter({ ...fields, values }, slug, rules)
  if (!front.ok) return front
  const rendered = renderText(parts.markdown, front.data.language)
  const toFile = <Placed extends { line: number }>(each: Placed): Placed => ({
    ...each,
    line: each.line + parts.linesBefore,
  })
  if (!rendered.ok) return toFile(rendered)
  return {
    ok: true,
    article: articleFrom(slug, front.data, { rendered, markdown: parts.markdown }),
    isDraft: front.data.isDraft,
    remarks: [...controls, ...escapes, ...fields.remarks, ...front.remarks, ...rendered.remarks.map(toFile)],
    pictures: [...pictureOf(front.data, fields.lineOf), ...rendered.pictures.map(toFile)],
  }
}

const mistake = (line: number, reason: string): ParsedArticle => ({ ok: false, line, reason })

const suggestSlug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'a-story'

const cleanValue = (value: Value): Value => {
  if (typeof value === 'string') return withoutControl(value)
  if (Array.isArray(value)) return value.map(cleanValue)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleanValue(each)]))
}

const pictureOf = (
  { picture }: FrontMatter,
  lineOf: (path: readonly PropertyKey[]) => number,
): UsedPicture[] =>
  picture
    ? [{ line: Math.max(...FIELD_NAMES.picture.map((name) => lineOf([name]))), file: picture.file }]
    : []

type Body = { rendered: Rendered & { ok: true }; markdown: string }

const articleFrom = (
  slug: string,
  { summary, isDraft: _isDraft, ...data }: FrontMatter,
  { rendered, markdown }: Body,
): Article => ({
  ...data,
  slug,
  summary: summary ?? summaryOf(rendered.html, data.language),
  hasOwnSummary: summary !== null,
  html: rendered.html,
  words: markdown.split(/\s+/).filter(Boolean).length,
})
