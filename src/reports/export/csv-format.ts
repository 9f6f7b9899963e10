/** How a table is written. Programs get the defaults; people choose in the form. */
export type CsvFormat = {
  /** Lines on top with definitions, period, currency and time zone. */
  hasHeader: boolean
  separator: Separator
  decimal: Decimal
  /** A byte order mark. Some versions of Excel need it to read UTF-8; most programs do not expect one. */
  hasByteOrderMark: boolean
}

export const SEPARATORS = ['comma', 'semicolon', 'tab'] as const
type Separator = (typeof SEPARATORS)[number]
export const DECIMALS = ['point', 'comma'] as const
type Decimal = (typeof DECIMALS)[number]
const SWITCH = ['on', 'off'] as const

export const SEPARATOR_SIGNS: Record<Separator, string> = { comma: ',', semicolon: ';', tab: '\t' }
export const DECIMAL_SIGNS: Record<Decimal, string> = { point: '.', comma: ',' }

export type ParsedFormat = { ok: true; format: CsvFormat } | { ok: false; because: 'unknown-format' }

/**
 * Parses `?header=on|off&separator=comma|semicolon|tab&decimal=point|comma&bom=on|off`. With a decimal comma
 * cells are separated by semicolons unless the address says otherwise.
 */
export const parseCsvFormat = (parameter: (name: string) => string): ParsedFormat => {
  const choose = <T extends string>(name: string, choices: readonly T[], usual: T): T | undefined => {
    const asked = parameter(name)
    return asked === '' ? usual : choices.find((each) => each === asked)
  }
  const decimal = choose('decimal', DECIMALS, 'point')
  const separator = choose('separator', SEPARATORS, decimal === 'comma' ? 'semicolon' : 'comma')
  const header = choose('header', SWITCH, 'on')
  const bom = choose('bom', SWITCH, 'off')
  if (decimal === undefined || separator === undefined || header === undefined || bom === undefined)
    return { ok: false, because: 'unknown-format' }
  return {
    ok: true,
    format: { hasHeader: header === 'on', separator, decimal, hasByteOrderMark: bom === 'on' },
  }
}
