import type { Marked, Token, Tokens } from 'marked'
import type { Language } from '../../messages/messages.ts'
import { findDeepNesting } from './nesting.ts'
import { type Met, type Sanitised, sanitise } from './sanitise-html.ts'
import { withoutTemplatesInAddresses } from './templates.ts'
import { textRenderer } from './text-renderer.ts'

/** Something to tell the author, with the line of the Markdown, from 1. */
export type Remark = { line: number; reason: string }
export type UsedPicture = { line: number; file: string }

export type Rendered =
  | { ok: true; html: string; remarks: Remark[]; pictures: UsedPicture[] }
  | ({ ok: false } & Remark)

/** Browsers draw no deeper than 512 elements. */
const DEEPEST_HTML = 200

/**
 * Converts Markdown to HTML that has only text, links and our own pictures, and says what is left out. `idPrefix`
 * keeps the ids of a text apart from those of another text on its page.
 */
export const renderText = (written: string, language: Language, idPrefix = ''): Rendered => {
  const deep = findDeepNesting(written)
  if (deep !== null)
    return { ok: false, line: deep, reason: 'quotes or lists are nested too deeply: use fewer levels' }
  const markdown = withoutTemplatesInAddresses(written)
  const text = { markdown, lineAt: lineCounter(markdown) }
  try {
    const { html, blocks, remarks } = renderBlocks(textRenderer(language), text)
    const clean = sanitise(html, idPrefix)
    if (clean.depth > DEEPEST_HTML)
      return { ok: false, line: 1, reason: 'HTML elements are nested too deeply: use fewer' }
    return finish(clean, remarks, lineFinder(text, blocks))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ok: false, line: 1, reason: 'the text is nested too deeply: use fewer levels' }
  }
}

const finish = (clean: Sanitised, remarks: Remark[], lineOf: (met: Met) => number): Rendered => ({
  ok: true,
  html: clean.html.replace(CONTROL, ''),
  remarks: [...remarks, ...clean.drops.map((drop) => ({ line: lineOf(drop), reason: drop.reason }))].toSorted(
    (one, other) => one.line - other.line,
  ),
  pictures: clean.pictures.map((each) => ({ line: lineOf(each), file: each.file })),
})

// Numeric entities become these, and no XML may contain them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are removed.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g

/** A block of the text: its offsets in the HTML and in the Markdown. */
type Block = { html: number; markdown: number }

/** A text, and what tells the line of an offset in it. */
type Text = { markdown: string; lineAt: (offset: number) => number }

const renderBlocks = (marked: Marked, text: Text) => {
  const tokens = marked.lexer(text.markdown)
  const remarks = addForgottenNotes(tokens, text)
  void marked.walkTokens(tokens, (token) => {
    void marked.defaults.walkTokens?.call(marked, token)
    remarks.push(...missingNotes(token, text))
  })
  const blocks: Block[] = []
  let html = ''
  let offset = 0
  for (const group of inSentences(tokens)) {
    const isNotes = group.some(({ type }) => type === 'footnotes')
    blocks.push({ html: html.length, markdown: isNotes ? 0 : offset })
    html += marked.parser(group)
    if (!isNotes) for (const { raw } of group) offset += raw.length
  }
  return { html, blocks, remarks }
}

// Neighbouring text tokens make one paragraph.
const inSentences = (tokens: readonly Token[]): Token[][] => {
  const groups: Token[][] = []
  for (const token of tokens) {
    const last = groups.at(-1)
    if (token.type === 'text' && last?.[0]?.type === 'text') last.push(token)
    else groups.push([token])
  }
  return groups
}

type Note = { label: string; refs: unknown[] }

/** Puts notes to which no text refers at the end, instead of dropping them. */
const addForgottenNotes = (tokens: readonly Token[], { markdown, lineAt }: Text): Remark[] => {
  const notes = tokens.find(({ type }) => type === 'footnotes') as Tokens.Generic | undefined
  const all = (notes?.['rawItems'] ?? []) as Note[]
  const forgotten = all.filter(({ refs }) => refs.length === 0)
  ;(notes?.['items'] as Note[] | undefined)?.push(...forgotten)
  return forgotten.map(({ label }) => ({
    line: lineAt(markdown.lastIndexOf(`[^${label}]:`)),
    reason: `no text refers to the note [^${label}], or it is written twice; it stands last`,
  }))
}

/** Names references to notes that nobody wrote. They stay in the text as they are. */
const missingNotes = (token: Token, { markdown, lineAt }: Text): Remark[] => {
  if (token.type !== 'text' || ('tokens' in token && token.tokens)) return []
  return [...token.raw.matchAll(/\[\^[^\]\s]+\]/g)].map(([reference]) => ({
    line: lineAt(markdown.indexOf(reference)),
    reason: `${reference} has no note: write "${reference}: ..." in a line of its own`,
  }))
}

/** Finds the line of an offset. Reads the text once, because a text may have thousands of remarks. */
const lineCounter = (text: string) => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset: number): number => lastAtMost(starts, Math.max(0, offset)) + 1
}

/** Returns the index of the last of these ascending numbers that is not above the limit. */
const lastAtMost = (ascending: readonly number[], limit: number): number => {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Finds the line of what stands at an offset of the HTML: where its text is in the block, or where that begins. */
const lineFinder = ({ markdown, lineAt }: Text, blocks: readonly Block[]) => {
  const searched = new Map<string, number>()
  const places = blocks.map(({ html }) => html)
  return ({ offset, text }: Met): number => {
    const index = lastAtMost(places, offset)
    const start = blocks[index]?.markdown ?? 0
    const next = blocks[index + 1]?.markdown ?? 0
    const key = `${index} ${text}`
    const from = searched.get(key) ?? start
    // No search beyond the block: the text may be nowhere, and thousands of searches to the end take minutes.
    const block = markdown.slice(from, next > start ? next + text.length - 1 : undefined)
    const found = text ? block.indexOf(text) : -1
    if (found !== -1) searched.set(key, from + found + 1)
    return lineAt(found === -1 ? start : from + found)
  }
}
