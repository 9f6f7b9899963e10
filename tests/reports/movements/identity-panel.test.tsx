import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from 'preact-render-to-string'
import { IdentityPanel } from '../../../src/reports/movements/identity-panel.tsx'
import { moneyIdentity } from '../../../src/reports/movements/money-identity.ts'

const IDENTITY = moneyIdentity(
  [
    {
      day: '2026-11-02',
      currency: 'USD',
      kind: 'new',
      cause: '',
      movements: 1,
      annualChange: 5_000,
    },
  ],
  'USD',
)

const panel = (identity: typeof IDENTITY, given: number): string =>
  render(<IdentityPanel identity={identity} current={{ moved: 5_000, given }} currency="USD" language="en" />)

test('says that the sum is right, with exact values for programs: $50 a year is 416.67 cents a month', () => {
  const html = panel(IDENTITY, 5_000)
  assert.match(html, /this sum is right\. All movements up to now add up to \$4\.17 a month/)
  assert.match(html, /data-metric="mrr-at-start" data-currency="USD" value="0"/)
  assert.match(html, /value="416\.6666666666667">\$4\.17</)
  assert.doesNotMatch(html, /role="alert"/)
})

test('warns if movements do not lead to what supporters give now, or if the sum is wrong', () => {
  assert.match(panel(IDENTITY, 17_000), /role="alert">This sum does not add up: \$10\.00 a month/)
  assert.match(
    panel({ ...IDENTITY, end: 17_000 }, 5_000),
    /role="alert">This sum does not add up: \$10\.00 a month/,
  )
})
