import type { Currency } from '../../money/currency.ts'

/** A figure that has no number, and why. It is never shown as zero. */
export type NoFigure =
  /** Fewer than ten people, or a base too small for a rate. */
  | { is: 'too-few' }
  /** There was nothing to take a share of. */
  | { is: 'none' }
  | { is: 'cannot-be-computed'; because: 'several-currencies' | 'before-record' | 'no-exchange-rate' }

export type Figure =
  | { is: 'count'; count: number }
  /** Minor units, not rounded: a yearly amount has a twelfth of a cent. */
  | { is: 'money'; minor: number; currency: Currency }
  /** A share: 0.02 is 2 %. */
  | { is: 'rate'; rate: number }
  /** Such as 1.9 payments per thousand appeals. */
  | { is: 'decimal'; number: number }
  | NoFigure

export const countFigure = (count: number): Figure => ({ is: 'count', count })

export const moneyFigure = (minor: number, currency: Currency): Figure => ({ is: 'money', minor, currency })

export const cannotCompute = (
  because: Extract<NoFigure, { is: 'cannot-be-computed' }>['because'],
): Figure => ({ is: 'cannot-be-computed', because })

/**
 * Two counts or two amounts of one currency. Null: fewer than ten people. `leastBase` is the smallest base that
 * is shown, such as ten people for the role `report`.
 */
type Share = { part: number | null; base: number | null; leastBase?: number }

/** Computes how many there are for each thousand, such as payments for a thousand appeals. */
export const perThousand = ({ part, base }: Pick<Share, 'part' | 'base'>): Figure => {
  if (part === null || base === null) return { is: 'too-few' }
  return base === 0 ? { is: 'none' } : { is: 'decimal', number: (part * 1_000) / base }
}

/** Computes a share, such as supporters lost of supporters at the start. */
export const rateOf = ({ part, base, leastBase = 1 }: Share): Figure => {
  if (part === null || base === null) return { is: 'too-few' }
  if (base === 0) return { is: 'none' }
  return base < leastBase ? { is: 'too-few' } : { is: 'rate', rate: part / base }
}

type Average = { minor: number | null; people: number | null; currency: Currency; leastPeople?: number }

/** Computes an amount for each person, such as ARPU. */
export const averageOf = ({ minor, people, currency, leastPeople = 1 }: Average): Figure => {
  if (minor === null || people === null) return { is: 'too-few' }
  if (people === 0) return { is: 'none' }
  return people < leastPeople ? { is: 'too-few' } : moneyFigure(minor / people, currency)
}

export type Change =
  | { is: 'same'; before: Figure }
  /** `ratio` is null if the figure was zero or below before, and for a rate, which changes by points. */
  | { is: 'changed'; by: Figure; ratio: number | null; before: Figure }
  | NoFigure

/** Compares a figure with the same one of another period. Amounts are compared as they are shown. */
export const changeOf = (now: Figure, before: Figure): Change => {
  if (now.is === 'count' && before.is === 'count') {
    return changed({ by: countFigure(now.count - before.count), before }, now.count, before.count)
  }
  if (now.is === 'money' && before.is === 'money') {
    if (now.currency !== before.currency) return { is: 'cannot-be-computed', because: 'several-currencies' }
    const [minor, minorBefore] = [Math.round(now.minor), Math.round(before.minor)]
    return changed({ by: moneyFigure(minor - minorBefore, now.currency), before }, minor, minorBefore)
  }
  if (now.is === 'decimal' && before.is === 'decimal') {
    const by: Figure = { is: 'decimal', number: now.number - before.number }
    return changed({ by, before }, now.number, before.number)
  }
  if (now.is === 'rate' && before.is === 'rate') {
    if (now.rate === before.rate) return { is: 'same', before }
    return { is: 'changed', by: { is: 'rate', rate: now.rate - before.rate }, ratio: null, before }
  }
  return reasonOf(now) ?? reasonOf(before) ?? { is: 'none' }
}

const changed = (difference: { by: Figure; before: Figure }, now: number, before: number): Change =>
  now === before
    ? { is: 'same', before: difference.before }
    : { is: 'changed', ...difference, ratio: before > 0 ? (now - before) / before : null }

const reasonOf = (figure: Figure): NoFigure | null =>
  figure.is === 'too-few' || figure.is === 'none' || figure.is === 'cannot-be-computed' ? figure : null

/** Returns the attribute `value` of a `<data>` element. Absent without a number. */
export const dataValueOf = (figure: Figure): string | undefined => {
  if (figure.is === 'count') return String(figure.count)
  if (figure.is === 'money') return String(figure.minor)
  if (figure.is === 'decimal') return String(figure.number)
  return figure.is === 'rate' ? String(figure.rate) : undefined
}
