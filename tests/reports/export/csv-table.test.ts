import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Currency, exponentOf } from '../../../src/money/currency.ts'
import { money } from '../../../src/money/money.ts'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { type CsvCell, cellText } from '../../../src/reports/export/csv-cell.ts'
import { type CsvFormat, parseCsvFormat } from '../../../src/reports/export/csv-format.ts'
import { csvFileName } from '../../../src/reports/export/csv-header.ts'
import { type CsvTable, csvChunks } from '../../../src/reports/export/csv-table.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'

const BARE: CsvFormat = { hasHeader: false, separator: 'comma', decimal: 'point', hasByteOrderMark: false }

const tableOf = (rows: CsvTable['rows']): CsvTable => ({
  about: {
    name: 'income',
    title: 'Income',
    query: { period: periodOf('2026-11-01', '2026-11-29', calendarOf('UTC')), currency: 'EUR' },
    timeZone: 'Europe/Riga',
    metrics: [['net_EUR', 'net']],
  },
  columns: ['day', 'net_EUR'],
  rows,
})

const textOf = async (
  rows: CsvTable['rows'],
  format = BARE,
  language: 'en' | 'ru' = 'en',
): Promise<string> => {
  let text = ''
  for await (const chunk of csvChunks(tableOf(rows), { format, language })) text += chunk
  return text
}

describe('a cell', () => {
  const cases: [string, CsvCell, string][] = [
    ['a negative amount stays a number', money(-505, 'USD'), '-5.05'],
    ['less than a unit', money(-5, 'USD'), '-0.05'],
    ['a currency without minor units', money(1_200, 'JPY'), '1200'],
    ['three decimals', money(1_005, 'KWD'), '1.005'],
    ['no float can hold it', money(9_007_199_254_740_991, 'USD'), '90071992547409.91'],
    ['a negative count', -3, '-3'],
    ['a large count', 9_007_199_254_740_993n, '9007199254740993'],
    ['a share', { rate: 1 / 3 }, '0.333333'],
    ['an exchange rate, with all its digits', { decimal: '0.00890123' }, '0.00890123'],
    ['no figure', null, ''],
    ['a day', '2026-11-29', '2026-11-29'],
    ['a formula', '=HYPERLINK("http://example.org")', `'=HYPERLINK("http://example.org")`],
    ['a text that looks like a number', '-5', `'-5`],
  ]
  for (const [name, cell, expected] of cases) test(name, () => assert.equal(cellText(cell, '.'), expected))

  test('a text never begins as a formula', () =>
    fc.assert(
      fc.property(fc.constantFrom(...'=+-@\t\r\n＝＋－＠'), fc.string(), (sign, rest) => {
        assert.equal(cellText(`${sign}${rest}`, '.'), `'${sign}${rest}`)
      }),
    ))

  test('an amount is exact in every currency', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom<Currency>('USD', 'JPY', 'KWD'), (minor, currency) => {
        const text = cellText(money(minor, currency), ',')
        assert.equal(Number(text.replace(',', '')), minor)
        assert.equal((text.split(',')[1] ?? '').length, exponentOf(currency))
      }),
    ))

  test('an exchange rate follows the decimal sign and is never a text', () => {
    assert.equal(cellText({ decimal: '1.12' }, ','), '1,12')
    assert.throws(() => cellText({ decimal: '=1' }, '.'), RangeError)
  })

  test('half a person is a mistake', () => assert.throws(() => cellText(0.5, '.'), RangeError))
})

describe('a table', () => {
  test('has lines on top that programs can skip, and that can be switched off', async () => {
    const rows = [['2026-11-29', money(505, 'EUR')]]
    const text = await textOf(rows, { ...BARE, hasHeader: true })
    const [comments, table] = text.split('\n\n')
    const lines = (comments ?? '').split('\n')
    assert.ok(lines.every((line) => line.startsWith('# ')))
    for (const line of ['# report,Income', '# from,2026-11-01', '# to,2026-11-29', '# time zone,Europe/Riga'])
      assert.ok(lines.includes(line), line)
    assert.ok(lines.includes('# currency,EUR'))
    assert.ok(lines.some((line) => line.startsWith('# net_EUR,"Paid, less refunds')))
    assert.equal(table, 'day,net_EUR\n2026-11-29,5.05\n')
    assert.equal(await textOf(rows), table)
  })

  test('with a decimal comma, semicolons and a byte order mark', async () => {
    const format: CsvFormat = {
      hasHeader: false,
      separator: 'semicolon',
      decimal: 'comma',
      hasByteOrderMark: true,
    }
    const text = await textOf([['a;b', money(-505, 'EUR')]], format)
    assert.equal(text, '\uFEFFday;net_EUR\n"a;b";-5,05\n')
  })

  test('with decimal commas between commas, amounts are quoted', async () => {
    const text = await textOf([['x', money(505, 'EUR')]], { ...BARE, decimal: 'comma' })
    assert.equal(text, 'day,net_EUR\nx,"5,05"\n')
  })

  test('without rows, names its columns', async () => assert.equal(await textOf([]), 'day,net_EUR\n'))

  test('is written while it is read: few rows are held at a time', async () => {
    let read = 0
    const rows = async function* () {
      for (; read < 100_000; read += 1) yield ['2026-11-29', read]
    }
    const chunks = csvChunks(tableOf(rows()), { format: BARE, language: 'en' })
    await chunks.next()
    assert.ok(read < 1_000, `${read} rows were read for the first piece`)
    let lines = 0
    for await (const chunk of chunks) lines += chunk.split('\n').length - 1
    assert.ok(lines > 99_000)
  })

  test('an error of the first rows comes before any piece', async () => {
    // biome-ignore lint/correctness/useYield: the database fails before the first row.
    const rows = async function* (): AsyncGenerator<CsvCell[]> {
      throw new Error('away')
    }
    const format = { ...BARE, hasHeader: true }
    await assert.rejects(csvChunks(tableOf(rows()), { format, language: 'en' }).next(), /away/)
  })

  test('names its file after report, period and currency', () =>
    assert.equal(csvFileName(tableOf([]).about), 'income-2026-11-01-2026-11-29-EUR.csv'))
})

describe('the format in the address', () => {
  const parse = (address: string) => {
    const parameters = new URLSearchParams(address)
    return parseCsvFormat((name) => parameters.get(name) ?? '')
  }

  test('without parameters is what programs read', () =>
    assert.deepEqual(parse(''), { ok: true, format: { ...BARE, hasHeader: true } }))

  test('a decimal comma brings semicolons, unless the address says otherwise', () => {
    const separatorOf = (address: string) => {
      const parsed = parse(address)
      return parsed.ok && parsed.format.separator
    }
    assert.equal(separatorOf('decimal=comma'), 'semicolon')
    assert.equal(separatorOf('decimal=comma&separator=tab'), 'tab')
  })

  for (const address of ['separator=pipe', 'decimal=none', 'header=maybe', 'bom=1'])
    test(`${address} is refused`, () => assert.equal(parse(address).ok, false))
})
