import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Answered,
  afterAnswer,
  NOTHING_DONE,
  nextStep,
  type Progress,
  STEPS,
} from '../../src/first-run/steps.ts'
import { ticksSheet } from '../../src/first-run/ticks.ts'

const START = new Date('2026-03-10T09:30:00Z')
const WEEK_LATER = new Date('2026-03-17T09:30:00Z')
const answer = (given: Partial<Answered>): Answered => ({
  method: 'GET',
  path: '/',
  status: 200,
  action: undefined,
  hasCookie: true,
  html: null,
  ...given,
})
const done = (progress: Progress, given: Partial<Answered>, now = WEEK_LATER) =>
  afterAnswer(progress, answer(given), now).done
const reminded = afterAnswer(NOTHING_DONE, answer({ method: 'POST', path: '/reminders', status: 303 }), START)
const shown = { path: '/articles/tea', html: '<main id="text" data-appeal="shown">' }

test('a reminder counts once it was promised', () => {
  assert.deepEqual(reminded, { done: ['remind'], remindedAt: START.toISOString(), isClosed: false })
  assert.equal(afterAnswer(NOTHING_DONE, answer({ path: '/reminders' }), START), NOTHING_DONE)
  const refused = { method: 'POST', path: '/reminders', status: 503 }
  assert.equal(afterAnswer(NOTHING_DONE, answer(refused), START), NOTHING_DONE)
})

test('the appeal has returned when a browser with a cookie sees it after the reminder', () => {
  assert.deepEqual(done(reminded, shown), ['remind', 'return'])
  assert.deepEqual(done(reminded, shown, new Date(WEEK_LATER.getTime() - 1)), ['remind'])
  assert.deepEqual(done(reminded, { ...shown, hasCookie: false }), ['remind'])
  assert.deepEqual(done(NOTHING_DONE, shown), [])
})

test('signing in, pausing and seeing the pause count in any order that has the pause before the report', () => {
  const report = {
    path: '/staff/reports/supporters',
    html: '<data data-metric="paused-supporters" value="1">',
  }
  assert.deepEqual(done(NOTHING_DONE, { method: 'POST', path: '/sign-in/token', status: 303 }), ['signIn'])
  assert.deepEqual(done(NOTHING_DONE, { method: 'POST', path: '/sign-in/code', status: 422 }), [])
  assert.deepEqual(done(NOTHING_DONE, { method: 'POST', path: '/sign-in', status: 303 }), [])
  assert.deepEqual(done(NOTHING_DONE, report), [])
  for (const given of [{ path: '/account/pause' }, { path: '/manage/token', action: 'pause' }]) {
    const paused = afterAnswer(NOTHING_DONE, answer({ method: 'POST', status: 303, ...given }), START)
    assert.deepEqual(paused.done, ['pause'], given.path)
    assert.deepEqual(done(paused, report), ['pause', 'report'])
    assert.deepEqual(done(paused, { ...report, html: report.html.replace('1', '0') }), ['pause'])
  }
  assert.deepEqual(done(NOTHING_DONE, { method: 'POST', path: '/manage/token', action: 'cancel' }), [])
})

test('the next step is the first that is not done', () => {
  assert.equal(nextStep(reminded), 'return')
  assert.equal(nextStep({ ...NOTHING_DONE, done: ['give'] }), 'remind')
  assert.equal(nextStep({ ...NOTHING_DONE, done: STEPS }), null)
})

test('the style sheet for articles ticks the same steps and says the same line in both languages', () => {
  const sheet = ticksSheet(reminded)
  assert.match(sheet, /\[data-step="remind"\]::before \{ content: "✓"; \}/)
  assert.doesNotMatch(sheet, /\[data-step="give"\]::before/)
  assert.match(sheet, /:lang\(en\) .*"1 of 7 done\. Next: Advance the clock/)
  assert.match(sheet, /:lang\(ru\) .*"Сделано 1 из 7\. Дальше: /)
})
