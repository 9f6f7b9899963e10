import type { Language } from '../../messages/messages.ts'
import type { Section } from '../../web/page/newsroom.ts'
import { FIELD_NAMES, type FieldName, findMeant, isExpiry, isHiding, isUnknown } from './field-names.ts'
import type { Fields, Remark, Value } from './fields.ts'
import { type PictureField, readPicture } from './picture-field.ts'
import { booleanOf, languageOf, listOf, sectionOf, textOf } from './values.ts'
import { readDate } from './written-date.ts'

/** The settings of the newsroom by which front matter is read. */
export type NewsroomRules = {
  sections: readonly Section[]
  languages: readonly Language[]
  timeZone: string
}

export type FrontMatter = {
  title: string
  /** null: the author wrote none. */
  summary: string | null
  language: Language
  section: string
  authors: readonly string[]
  tags: readonly string[]
  publishedAt: Date
  updatedAt: Date | null
  /** A death, an attack: the article shows no appeal. */
  sensitive: boolean
  /** False if the newsroom turned the appeal off on this article. */
  appeal: boolean
  isDraft: boolean
  picture: PictureField['picture']
}

export type ReadFrontMatter = { ok: true; data: FrontMatter; remarks: Remark[] } | ({ ok: false } & Remark)

type Given = { name: string; value: Value }

/** Reads the fields under all their usual names. `fileName` may begin with the date, as at Jekyll. */
export const readFrontMatter = (fields: Fields, fileName: string, rules: NewsroomRules): ReadFrontMatter => {
  const reader = fieldReader(fields)
  const hiding = Object.keys(fields.values).filter((name) =>
    isHiding(name, textOf(fields.values[name]) ?? ''),
  )
  for (const name of Object.keys(fields.values)) {
    const meant = findMeant(name)
    if (isExpiry(name)) reader.refuse(name, EXPIRY_ADVICE)
    else if (hiding.includes(name)) reader.remark(name, 'keeps the article a draft: write draft: true')
    else if (meant) reader.refuse(name, `is not a field; write ${meant}, if you mean it`)
    else if (isUnknown(name)) reader.remark(name, 'is left out, because Mainstay knows no such field')
  }
  const data: FrontMatter = {
    title: reader.text('title') ?? reader.refuseMissing('title', 'title: "The river rises"') ?? '',
    summary: reader.text('summary'),
    language: readLanguage(reader, rules),
    section: readSection(reader, rules),
    authors: readAuthors(reader),
    tags: readTags(reader),
    publishedAt: readPublished(reader, fileName, rules.timeZone),
    updatedAt: reader.date('updated', rules.timeZone),
    sensitive: reader.boolean('sensitive') ?? false,
    appeal: reader.boolean('appeal') ?? true,
    isDraft:
      (reader.boolean('draft') ?? false) ||
      booleanOf(fields.values['published'] ?? '') === false ||
      hiding.length > 0,
    picture: readPictureField(reader),
  }
  const [mistake] = reader.mistakes.toSorted((one, other) => one.line - other.line)
  return mistake ? { ok: false, ...mistake } : { ok: true, data, remarks: reader.remarks }
}

const EXPIRY_ADVICE =
  'Mainstay takes no article away on a day: delete this line to show it, or write draft: true to hide it'

type FieldReader = ReturnType<typeof fieldReader>

const fieldReader = ({ values, lineOf }: Fields) => {
  const mistakes: Remark[] = []
  const remarks: Remark[] = []
  const remark = (name: string, reason: string): null => {
    remarks.push({ line: lineOf([name]), reason: `${name}: ${reason}` })
    return null
  }
  const refuse = (name: string, reason: string): null => {
    mistakes.push({ line: lineOf([name]), reason: `${name}: ${reason}` })
    return null
  }
  const isGiven = (name: string): boolean => {
    const value = values[name]
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return false
    // At Jekyll `published` says whether, not when.
    return !(name === 'published' && booleanOf(value) !== null)
  }
  const find = (field: FieldName): Given | null => {
    const name = FIELD_NAMES[field].find(isGiven)
    return name === undefined ? null : { name, value: values[name] ?? '' }
  }
  const read =
    <Result>(convert: (value: Value) => Result | null, advice: string) =>
    (field: FieldName): Result | null => {
      const given = find(field)
      return given ? (convert(given.value) ?? refuse(given.name, advice)) : null
    }
  return {
    mistakes,
    remarks,
    remark,
    refuse,
    refuseMissing: (field: FieldName, example: string) => refuse(field, `is missing: write ${example}`),
    find,
    text: read((value) => textOf(value) || null, 'is not one text: write it in one pair of quotes'),
    list: read(listOf, 'is not a list of names: write [Ann Lee, Bo Ray]'),
    boolean: read(booleanOf, 'is neither true nor false: write true or false'),
    date: (field: FieldName, timeZone: string) =>
      read((value) => readDate(textOf(value) ?? '', timeZone), DATE_ADVICE)(field),
  }
}

const DATE_ADVICE = 'is not a date with one meaning: write 2026-11-20, or 2026-11-20 08:00'

/** Requires a name: a control character alone is removed before. */
const readAuthors = (reader: FieldReader): string[] => {
  const names = reader.list('authors') ?? []
  return names.length > 0 ? names : (reader.refuseMissing('authors', 'authors: [Ann Lee]') ?? [])
}

const readPublished = (reader: FieldReader, fileName: string, timeZone: string): Date => {
  const written = reader.find('published')
  const named = written ? null : readDate(/^\d{4}-\d{2}-\d{2}(?=-)/.exec(fileName)?.[0] ?? '', timeZone)
  const date = written ? reader.date('published', timeZone) : named
  if (!written && !named) reader.refuseMissing('published', 'published: 2026-11-20 08:00')
  return date ?? new Date(0)
}

const readLanguage = (reader: FieldReader, { languages }: NewsroomRules): Language => {
  const [first = 'en', ...others] = languages
  const advice = `write ${languages.join(' or ')}, the languages of newsroom.yaml`
  const given = reader.find('language')
  // A newsroom with one language need not repeat it.
  if (!given && others.length > 0) reader.refuseMissing('language', `language: ${first}`)
  if (!given) return first
  const language = languageOf(textOf(given.value) ?? '')
  if (language === null || !languages.includes(language)) reader.refuse(given.name, advice)
  return language ?? first
}

const readSection = (reader: FieldReader, { sections }: NewsroomRules): string => {
  const slugs = sections.map(({ slug }) => slug)
  const given = reader.find('section')
  if (!given) reader.refuseMissing('section', `section: ${slugs[0] ?? ''}`)
  const section = given ? sectionOf(listOf(given.value) ?? [], sections) : null
  if (given && section === null)
    reader.refuse(given.name, `is not one of newsroom.yaml: write ${slugs.join(', ')}`)
  return section ?? ''
}

const readTags = (reader: FieldReader): string[] => {
  const given = reader.find('tags')
  if (typeof given?.value !== 'string') return reader.list('tags') ?? []
  return given.value
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
}

const readPictureField = (reader: FieldReader): PictureField['picture'] => {
  const given = reader.find('picture')
  if (!given) return null
  const { picture, problem } = readPicture(given.value)
  if (problem) reader.remark(given.name, problem)
  return picture
}
