import assert from 'node:assert/strict'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import type { PlotFigures } from '../../../src/reports/plots/plot-data.ts'

/** An element of a drawing: its attributes by name, and its text. */
export type Mark = { attributes: Readonly<Record<string, string>>; text: string }

const decode = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')

const readAttributes = (source: string): Record<string, string> =>
  Object.fromEntries(
    [...source.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decode(value)]),
  )

/** Lists elements by name, and by class if one is given. */
export const marksOf = (svg: string, element: string, className?: string): Mark[] =>
  [...svg.matchAll(new RegExp(`<${element}\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${element}>)`, 'g'))]
    .map(([, source = '', inner = '']) => ({
      attributes: readAttributes(source),
      text: decode(inner.replace(/<[^>]*>/g, ' ').trim()),
    }))
    .filter(({ attributes }) => className === undefined || attributes['class'] === className)

export const numberOf = ({ attributes }: Mark, name: string): number => {
  const value = Number(attributes[name])
  assert.ok(Number.isFinite(value), `${name} is ${attributes[name]}`)
  return value
}

export type Drawn = { html: string; figures: PlotFigures; narrow: string; wide: string; sentence: string }

/** Renders a plot and takes it apart. Every number in it must be finite. */
export const draw = (plot: VNode): Drawn => {
  const html = render(plot)
  assert.doesNotMatch(html, /NaN|Infinity|undefined|\bstyle=/)
  const [narrow = '', wide = narrow] = [...html.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) => svg)
  const [figures] = [...html.matchAll(/data-figures="([^"]*)"/g)].map(([, json = '']) => decode(json))
  const [sentence] = [...html.matchAll(/aria-label="([^"]*)"/g)].map(([, label = '']) => decode(label))
  return { html, figures: JSON.parse(figures ?? ''), narrow, wide, sentence: sentence ?? '' }
}

/** Lists the points of a path, an array for each piece that is drawn without a break. */
export const piecesOf = (path: Mark): { x: number; y: number }[][] =>
  (path.attributes['d'] ?? '')
    .split('M')
    .filter((piece) => piece !== '')
    .map((piece) =>
      [...piece.matchAll(/(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)/g)].map(([, x, y]) => ({
        x: Number(x),
        y: Number(y),
      })),
    )
