import { type Language, sayIn } from '../../messages/messages.ts'

/** A phone of 320 x 568 pixels leaves the bar two lines for words. Widths are in parts of the letters' height. */
const LINES = 2
const LINE_WIDTH = 21.5

/** The widest letters of each kind in the fonts of pages. The first kind that a letter belongs to counts. */
const WIDTHS: readonly (readonly [width: number, characters: RegExp])[] = [
  [0, /\p{M}|\p{Cf}/u],
  [0.4, /[\s.,:;!'’‘()/|\-fijltIJіїІЇاأإآ،؛]/],
  [0.5, /[rsz"„“”*гзґبتثنلئيىء]/],
  [0.6, /[aceogvxySZабвеёсткоухьэяєГ«»?]/],
  [1.1, /[mwMWжшщыюфЖШЩЫЮМ—–…%@&œæŒÆسشصضطظ]/],
  [0.7, /[\p{Ll}\p{N}$€£¥₽دذرزعغكمهوةؤقف]/u],
  [0.85, /[\p{Lu}\p{Script=Arabic}]/u],
]
const WIDEST = 1.5
/** The link behind the sentence has the slimmer letters of buttons. */
const LINK_SHARE = 0.95

const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, character) => sum + (WIDTHS.find(([, characters]) => characters.test(character))?.[0] ?? WIDEST),
    0,
  )

const SPACE = widthOf(' ')

/** Counts lines as a browser breaks them: a word that does not fit begins the next one. */
const linesOf = (widths: readonly number[]): number => {
  let [lines, used] = [1, 0]
  for (const width of widths) {
    const end = used === 0 ? width : used + SPACE + width
    if (end <= LINE_WIDTH) {
      used = end
      continue
    }
    if (used > 0) lines += 1
    lines += Math.ceil(width / LINE_WIDTH) - 1
    used = width % LINE_WIDTH
  }
  return lines
}

/** Returns how many characters of a sentence are too many for the bar on a small phone. Zero: it fits. */
export const excessInBar = (sentence: string, language: Language): number => {
  const link = widthOf(sayIn(language)('appeal.alreadyGive')) * LINK_SHARE
  const characters = [...sentence]
  const fits = (excess: number): boolean => {
    const kept = characters.slice(0, characters.length - excess).join('')
    return linesOf([...kept.split(/[ \n]+/).map(widthOf), link]) <= LINES
  }
  let excess = 0
  while (excess < characters.length && !fits(excess)) excess += 1
  return excess
}
