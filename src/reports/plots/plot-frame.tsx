import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { SIZES, type Size } from './axes.ts'
import type { PlotFigures } from './plot-data.ts'

type DrawingProps = {
  size: Size
  /** Says the figures in words, for people who do not see the plot. */
  sentence: string
  /** Gets the fill of hatched areas. Its id differs in each drawing. */
  draw: (size: Size, hatch: string) => ComponentChildren
}

type Props = Pick<DrawingProps, 'sentence' | 'draw'> & {
  kind: string
  figures: PlotFigures
  sizes?: readonly Size[]
  /** Explain, under the plot, marks that have no label beside them. */
  notes?: readonly string[]
  /** Lets `plots.js` read out the figures of a plot over time. */
  reading?: string
}

/** Draws a plot twice. The style sheet shows the drawing that suits the screen, so that text stays legible. */
export const PlotFrame = ({ kind, figures, sizes = SIZES, notes = [], reading, ...rest }: Props) => (
  <figure class="plot" data-plot={kind} data-figures={JSON.stringify(figures)} data-read={reading}>
    {sizes.map((size) => (
      <Drawing key={size.name} size={size} {...rest} />
    ))}
    {notes.length > 0 ? <figcaption class="hint">{notes.join(' ')}</figcaption> : null}
  </figure>
)

const Drawing = ({ size, sentence, draw }: DrawingProps) => {
  const id = `hatch-${useId()}`
  const { name, width, height } = size
  return (
    <svg
      class={name === 'narrow' ? 'plot-narrow' : 'plot-wide'}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={sentence}
    >
      <defs>
        <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="plot-hatch" d="M0 0V5" />
        </pattern>
      </defs>
      {draw(size, `url(#${id})`)}
    </svg>
  )
}

/** An earlier period: an outline without a fill. */
export const EARLIER = 'plot-earlier'

/** Fills that differ in lightness or pattern, so that nobody needs to tell colours apart. */
export const TONES = ['accent', 'grey', 'hatched', 'light'] as const
export type Tone = (typeof TONES)[number]

const CLASSES: Record<Tone, string> = {
  accent: 'plot-accent',
  grey: 'plot-grey',
  hatched: 'plot-hatched',
  light: 'plot-light',
}

export const toneClass = (tone: Tone): string => CLASSES[tone]

/** Returns attributes that fill a hatched area. The style sheet fills the others. */
export const toneFill = (tone: Tone, hatch: string): { fill?: string } =>
  tone === 'hatched' ? { fill: hatch } : {}
