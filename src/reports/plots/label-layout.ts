/** Estimates how wide a text is drawn. Slightly generous, because fonts differ. */
export const textWidth = (text: string, fontPx: number): number =>
  [...text].reduce((width, letter) => width + letterWidth(letter), 0) * fontPx

const letterWidth = (letter: string): number => {
  if (/[\d]/.test(letter)) return 0.54
  if (/[.,:;'’\s()|iljtfrI-]/.test(letter)) return 0.36
  if (/[А-ЯЁMW%@ШЩЖЮшщжюмф]/.test(letter)) return 0.78
  return /[А-яЁё]/.test(letter) ? 0.62 : 0.57
}

/** Breaks a text at spaces into lines of at most `width`. A longer word stays whole. */
export const wrapWords = (text: string, width: number, fontPx: number): string[] => {
  const lines: string[] = []
  for (const word of text.split(/ +/)) {
    const last = lines.at(-1)
    const joined = last === undefined ? word : `${last} ${word}`
    if (last !== undefined && textWidth(joined, fontPx) <= width) lines[lines.length - 1] = joined
    else lines.push(word)
  }
  return lines
}

type Place = { at: number; height: number }

/** Moves labels apart so that none covers another, as little as possible. `at` is a label's centre. */
export const spreadLabels = (places: readonly Place[], top: number, bottom: number): number[] => {
  const order = places.map((_place, index) => index).sort((one, other) => at(places, one) - at(places, other))
  const centres = places.map(({ at: centre }) => centre)
  let edge = top
  for (const index of order) {
    const half = heightAt(places, index) / 2
    centres[index] = Math.max(centres[index] ?? 0, edge + half)
    edge = (centres[index] ?? 0) + half
  }
  edge = bottom
  for (const index of order.toReversed()) {
    const half = heightAt(places, index) / 2
    centres[index] = Math.min(centres[index] ?? 0, edge - half)
    edge = (centres[index] ?? 0) - half
  }
  return centres
}

const at = (places: readonly Place[], index: number): number => places[index]?.at ?? 0
const heightAt = (places: readonly Place[], index: number): number => places[index]?.height ?? 0

export const round = (value: number): number => Math.round(value * 100) / 100
