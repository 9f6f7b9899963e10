import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesBetween, partsBetween } from '../../src/campaigns/history/difference.ts'
import { actionsFor } from '../../src/campaigns/states/actions.ts'
import { someSettings } from './given-settings.ts'

test('two versions differ in the fields of the form, in its order', () => {
  const before = someSettings()
  const english = before.texts.en
  assert.ok(english)
  const after = someSettings({
    goal: { currency: 'USD', target: 50_000, since: '2026-11-01' },
    only: { sections: ['harbour', 'courts'], tags: [], authors: [], countries: [] },
    amounts: { USD: { monthly: { minimum: 200, presets: [250, 500], chosen: 250 } } },
    texts: { en: { ...english, heading: 'Another heading' } },
  })
  assert.deepEqual(changesBetween(before, after), [
    { field: 'text.en.heading', before: 'A campaign', after: 'Another heading' },
    { field: 'amounts.USD.monthly.minimum', before: '', after: '2' },
    { field: 'amounts.USD.monthly.presets', before: '', after: '2.50, 5' },
    { field: 'amounts.USD.monthly.chosen', before: '', after: '2.50' },
    { field: 'only.sections', before: '', after: 'courts, harbour' },
    { field: 'goal.currency', before: '', after: 'USD' },
    { field: 'goal.target', before: '', after: '500' },
    { field: 'goal.since', before: '', after: '2026-11-01' },
  ])
  assert.deepEqual(changesBetween(after, after), [])
})

test('texts are compared by whole words in every script', () => {
  assert.deepEqual(partsBetween('Мы пишем о порте.', 'Мы писали о порте.', 'ru'), [
    { text: 'Мы ', in: 'both' },
    { text: 'пишем', in: 'before' },
    { text: 'писали', in: 'after' },
    { text: ' о порте.', in: 'both' },
  ])
  const spaced = partsBetween('One.\nTwo.', 'One.\n\nTwo.', 'en')
  assert.ok(spaced.every((part) => part.in === 'both'))
})

test('a text that is written again from the first word to the last stands whole beside the old one', () => {
  const [before, after] = ['old', 'new'].map((word) =>
    Array.from({ length: 400 }, (_, at) => `${word}${at}`).join(' '),
  )
  assert.deepEqual(partsBetween(before ?? '', after ?? '', 'en'), [
    { text: before, in: 'before' },
    { text: after, in: 'after' },
  ])
})

test('each state offers only the actions that fit it', () => {
  const running = { state: 'published', shown: 'live', isStopped: false } as const
  assert.deepEqual(actionsFor(running), ['stop', 'end'])
  assert.deepEqual(actionsFor({ ...running, isStopped: true }), ['resume', 'end'])
  assert.deepEqual(actionsFor({ ...running, shown: 'scheduled' }), ['stop', 'end'])
  assert.deepEqual(actionsFor({ ...running, shown: 'ended' }), ['archive'])
  assert.deepEqual(actionsFor({ state: 'draft', shown: 'draft', isStopped: false }), ['publish', 'archive'])
  assert.deepEqual(actionsFor({ state: 'ended', shown: 'ended', isStopped: true }), [
    'resume',
    'publish',
    'archive',
  ])
  assert.deepEqual(actionsFor({ state: 'archived', shown: 'archived', isStopped: true }), [])
})
