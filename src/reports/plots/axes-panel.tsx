import { FONT_PX, type Frame, LINE_PX, type TimeLabel, type ValueAxis } from './axes.ts'
import { round, textWidth } from './label-layout.ts'
import type { Unit } from './units.ts'

type AxisProps = { frame: Frame; axis: ValueAxis; unit: Unit }

/** Draws the lines of the value axis, its figures, and its unit above. The line at zero is stronger. */
export const ValueGrid = ({ frame, axis, unit }: AxisProps) => (
  <>
    <text x="0" y={FONT_PX}>
      {unit.name}
    </text>
    {axis.ticks.map(({ value, text }) => {
      const y = round(axis.scale(value))
      return (
        <g key={value}>
          <line
            class={value === 0 ? 'plot-zero' : 'plot-grid'}
            x1={frame.left}
            x2={frame.right}
            y1={y}
            y2={y}
          />
          <text x={frame.left - 6} y={y} dy="0.32em" text-anchor="end">
            {text}
          </text>
        </g>
      )
    })}
  </>
)

/** Writes dates under the plot. None reaches beyond the drawing. */
export const TimeLabels = ({ labels, y, width }: { labels: TimeLabel[]; y: number; width: number }) => (
  <>
    {labels.map(({ name, x, lines }) => {
      const half = Math.max(...lines.map((line) => textWidth(line, FONT_PX))) / 2
      const centre = round(Math.min(Math.max(x, half), width - half))
      return (
        <text key={name} text-anchor="middle">
          {lines.map((line, index) => (
            <tspan key={line} x={centre} y={y + 16 + index * LINE_PX}>
              {line}
            </tspan>
          ))}
        </text>
      )
    })}
  </>
)

/** Says in the middle of an empty plot that nothing is known. */
export const EmptyNote = ({ frame, text }: { frame: Frame; text: string }) => (
  <text
    class="plot-note"
    x={(frame.left + frame.right) / 2}
    y={(frame.top + frame.bottom) / 2}
    text-anchor="middle"
  >
    {text}
  </text>
)

/** Marks the point that `plots.js` reads out. Without a place it is not shown. */
export const Cursor = ({ frame: { left, right, top, bottom } }: { frame: Frame }) => (
  <line class="plot-cursor" y1={top} y2={bottom} data-left={left} data-right={right} />
)
