import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { ChargesPanel } from '../../src/checkout/charges-panel.tsx'
import { nextCharges } from '../../src/checkout/next-charges.ts'
import type { Language } from '../../src/messages/messages.ts'
import { money } from '../../src/money/money.ts'
import type { Frequency } from '../../src/web/page/newsroom.ts'
import { renderText } from '../given/render-text.ts'

const words = (frequency: Frequency, on: string, language: Language = 'en', amount = 500) =>
  renderText(
    ChargesPanel({
      language,
      frequency,
      timeZone: 'UTC',
      now: new Date(`${on}T12:00:00Z`),
      price: amount ? money(amount, 'USD') : null,
      statementName: null,
    }),
  )

test('says today’s charge and the ones that follow, in both languages', () => {
  assert.equal(words('monthly', '2026-11-03'), '$5 today, then $5 on the 3rd of each month until you stop.')
  assert.equal(
    words('monthly', '2026-11-29'),
    '$5 today, then $5 on the 29th of each month until you stop. In shorter months you’re charged on the last day.',
  )
  assert.match(words('monthly', '2026-10-31'), /on the 31st of each month/)
  assert.match(words('monthly', '2026-10-22'), /on the 22nd of each month until you stop\.$/)
  assert.equal(words('yearly', '2026-11-30'), '$5 today, then $5 on 30 November each year until you stop.')
  assert.match(words('yearly', '2028-02-29'), /on 29 February each year.*on 28 February\.$/)
  assert.equal(words('once', '2026-11-29'), '$5 today, and nothing after that.')
  assert.equal(
    words('monthly', '2026-11-05', 'en', 0),
    'You’re charged today, then on the 5th of each month until you stop.',
  )
  assert.match(
    words('monthly', '2026-11-30', 'ru'),
    /^5\s\$ сегодня, затем 5\s\$ 30-го числа каждого месяца, .* в последний день\.$/,
  )
  assert.match(words('yearly', '2026-11-30', 'ru'), /каждый год 30 ноября/)
})

test('the next twelve charges of Stripe fall on the day that was said, or are said to be earlier', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }),
      (now) => {
        const start = DateTime.fromJSDate(now, { zone: 'UTC' })
        const month = nextCharges('monthly', now, 'UTC')
        assert.ok(month.every === 'month')
        for (let count = 1; count <= 12; count += 1) {
          const charge = start.plus({ months: count })
          if (charge.day !== month.day) assert.ok(month.isClamped && charge.day === charge.daysInMonth)
        }
        const year = nextCharges('yearly', now, 'UTC')
        assert.ok(year.every === 'year')
        if (start.plus({ years: 1 }).day !== start.day) assert.ok(year.isClamped)
      },
    ),
    { numRuns: 300 },
  )
})

test('the day is the newsroom’s', () => {
  const late = new Date('2026-11-05T23:30:00Z')
  assert.deepEqual(nextCharges('monthly', late, 'Europe/Riga'), { every: 'month', day: 6, isClamped: false })
})
