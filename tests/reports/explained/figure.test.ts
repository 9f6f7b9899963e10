import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  averageOf,
  cannotCompute,
  changeOf,
  countFigure,
  dataValueOf,
  type Figure,
  moneyFigure,
  perThousand,
  rateOf,
} from '../../../src/reports/explained/figure.ts'
import { changeText, figureText } from '../../../src/reports/explained/figure-words.ts'

// Newer versions of Intl put thin spaces before signs.
const english = (figure: Figure) => figureText(figure, 'en')
const russian = (figure: Figure) => figureText(figure, 'ru').replace(/\s/g, ' ')

describe('a rate', () => {
  test('is a share with a number only if there is something to take a share of', () => {
    assert.deepEqual(rateOf({ part: 3, base: 150 }), { is: 'rate', rate: 0.02 })
    assert.deepEqual(rateOf({ part: 0, base: 0 }), { is: 'none' })
    assert.deepEqual(rateOf({ part: 0, base: 150 }), { is: 'rate', rate: 0 })
    assert.deepEqual(rateOf({ part: null, base: 150 }), { is: 'too-few' })
    assert.deepEqual(rateOf({ part: 3, base: null }), { is: 'too-few' })
    assert.deepEqual(rateOf({ part: 3, base: 9, leastBase: 10 }), { is: 'too-few' })
  })

  test('is never shown as a false 0 %', () =>
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 10_000_000 }), (part, base) => {
        const isZero = /^0%$/.test(english(rateOf({ part, base })))
        assert.equal(isZero, part === 0)
      }),
    ))

  test('in words', () => {
    assert.equal(english({ is: 'rate', rate: 0.0213 }), '2.1%')
    assert.equal(english({ is: 'rate', rate: 0.0004 }), 'under 0.1%')
    assert.equal(russian({ is: 'rate', rate: 0.0213 }), '2,1 %')
    assert.equal(english({ is: 'none' }), 'none')
    assert.equal(english({ is: 'too-few' }), 'fewer than ten')
    assert.match(english(cannotCompute('several-currencies')), /^cannot be computed/)
  })
})

describe('how many for each thousand', () => {
  test('has a number only if there is something to divide by', () => {
    assert.deepEqual(perThousand({ part: 3, base: 2_000 }), { is: 'decimal', number: 1.5 })
    assert.deepEqual(perThousand({ part: 0, base: 2_000 }), { is: 'decimal', number: 0 })
    assert.deepEqual(perThousand({ part: 3, base: 0 }), { is: 'none' })
    assert.deepEqual(perThousand({ part: null, base: 2_000 }), { is: 'too-few' })
  })

  test('in words, never as a false zero', () => {
    assert.equal(english({ is: 'decimal', number: 2.0345 }), '2.03')
    assert.equal(russian({ is: 'decimal', number: 2.5 }), '2,5')
    assert.equal(english({ is: 'decimal', number: 0.0042 }), '0.004')
    assert.equal(english({ is: 'decimal', number: 0 }), '0')
    assert.equal(dataValueOf({ is: 'decimal', number: 2.5 }), '2.5')
  })

  test('changes by a number and a share', () => {
    const change = changeOf({ is: 'decimal', number: 3 }, { is: 'decimal', number: 2.5 })
    assert.equal(changeText(change, 'en'), '+0.5 (+20%), 2.5 before')
    const same = changeOf({ is: 'decimal', number: 3 }, { is: 'decimal', number: 3 })
    assert.equal(changeText(same, 'en'), 'the same as before')
  })
})

describe('an average', () => {
  test('is not rounded until it is shown', () => {
    const arpu = averageOf({ minor: 500 + 5_000 / 12, people: 2, currency: 'USD' })
    assert.equal(dataValueOf(arpu), String((500 + 5_000 / 12) / 2))
    assert.equal(english(arpu), '$4.58')
  })

  test('over nobody is none, and over few people too few', () => {
    assert.deepEqual(averageOf({ minor: 0, people: 0, currency: 'USD' }), { is: 'none' })
    const few = averageOf({ minor: 500, people: 9, currency: 'USD', leastPeople: 10 })
    assert.deepEqual([few, dataValueOf(few)], [{ is: 'too-few' }, undefined])
  })
})

describe('a change', () => {
  const text = (now: Figure, before: Figure) => changeText(changeOf(now, before), 'en')

  const cases: [string, Figure, Figure, string][] = [
    ['more people', countFigure(412), countFigure(403), '+9 (+2.2%), 403 before'],
    ['fewer people', countFigure(3), countFigure(4), '−1 (−25%), 4 before'],
    ['from nothing there is no percentage', countFigure(4), countFigure(0), '+4, 0 before'],
    ['tiny: no percentage of zero', countFigure(100_001), countFigure(100_000), '+1, 100,000 before'],
    ['the same', countFigure(4), countFigure(4), 'the same as before'],
    [
      'money as it is shown',
      moneyFigure(916.67, 'USD'),
      moneyFigure(500.4, 'USD'),
      '+$4.17 (+83.4%), $5.00 before',
    ],
    ['money that looks the same', moneyFigure(500.3, 'USD'), moneyFigure(500.4, 'USD'), 'the same as before'],
    ['rates by points', { is: 'rate', rate: 0.03 }, { is: 'rate', rate: 0.02 }, '+1 points, 2% before'],
    [
      'rates by less than a tenth of a point',
      { is: 'rate', rate: 0.00484 },
      { is: 'rate', rate: 0.00427 },
      '+0.06 points, 0.4% before',
    ],
    [
      'rates below zero, with a minus',
      { is: 'rate', rate: 0.097 },
      { is: 'rate', rate: -0.8 },
      '+89.7 points, −80% before',
    ],
    ['too few before', countFigure(20), { is: 'too-few' }, 'too few to compare'],
    ['nothing before', { is: 'rate', rate: 0.03 }, { is: 'none' }, 'nothing to compare with'],
    ['two currencies', moneyFigure(1, 'USD'), moneyFigure(1, 'EUR'), 'cannot be compared'],
  ]
  for (const [name, now, before, expected] of cases)
    test(name, () => assert.equal(text(now, before), expected))

  test('adds up to what is shown', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (now, before) => {
          const change = changeOf(moneyFigure(now, 'EUR'), moneyFigure(before, 'EUR'))
          const by = change.is === 'changed' && change.by.is === 'money' ? change.by.minor : 0
          assert.equal(Math.round(before) + by, Math.round(now))
        },
      ),
    ))
})
