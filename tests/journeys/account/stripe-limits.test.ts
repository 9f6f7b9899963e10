import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { unpaced } from '../../../src/platform/pace.ts'
import { payToken } from '../../../src/supporters/pay/pay-link.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { type Answer, givenReader, startGiving } from '../../given/people/reader.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { START_AT } from '../../given/start-at.ts'

const ADDRESS = 'ada@mail.example'
let isBudgetLeft = true

describeMainstay(
  'requests that call Stripe are limited',
  (mainstay) => {
    const contribution = async (): Promise<string> => {
      const [row] = await mainstay.database.query<{ id: string }>('select id from stripe_subscriptions')
      return row?.id ?? ''
    }
    const assertLimited = (answer: Answer, name: string, sentence: RegExp) => {
      assert.equal(answer.status, 429, name)
      assert.match(answer.headers['retry-after'] ?? '', /^\d+$/, name)
      assert.match(answer.text, sentence, name)
    }

    test('a signed-in supporter may post ten times a minute, from whatever addresses', async () => {
      await contributeAs(mainstay, ADDRESS)
      const ada = await signInAs(mainstay, ADDRESS)
      const fields = { contribution: await contribution(), language: 'ru' }
      const post = (path: string, nth: number) =>
        ada.post(path, fields, { 'x-forwarded-for': `203.0.113.${nth}` })
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, nth) => post(nth % 2 === 0 ? '/account/portal' : '/account/pay', nth)),
      )
      assert.equal(answers.filter(({ status }) => status === 303).length, 10)
      for (const answer of answers.filter(({ status }) => status !== 303))
        assertLimited(answer, 'portal', /Слишком много запросов/)
      for (const path of ['amount', 'pause', 'resume', 'cancel', 'erase', 'mail', 'address'])
        assertLimited(await post(`/account/${path}`, 1), path, /Слишком много запросов/)
      assert.equal((await ada.get('/account')).status, 200, 'looking is not limited')
    })

    test('an address may use pay links and thanks pages 30 times a minute', async () => {
      const reader = givenReader(mainstay.origin)
      const session = await startGiving(reader, { amount: '5' })
      const token = payToken(
        mainstay.resources.keys,
        { invoiceId: 'in_of_nobody', address: ADDRESS },
        START_AT,
      )
      for (const ask of [
        () => reader.post(`/pay/${token}`, {}),
        () => reader.get(`/support/thanks?session_id=${session}`),
      ]) {
        const answers = await Promise.all(Array.from({ length: 31 }, ask))
        const limited = answers.filter(({ status }) => status === 429)
        assert.equal(limited.length, 1)
        for (const answer of limited) assertLimited(answer, 'address', /Too many requests/)
      }
    })

    test('beyond the server’s budget every path says so, and nothing is called', async () => {
      const { session, supporter } = await contributeAs(mainstay, ADDRESS)
      const ada = await signInAs(mainstay, ADDRESS)
      const fields = { contribution: await contribution() }
      isBudgetLeft = false
      try {
        const busy = /We’re very busy right now/
        assertLimited(await ada.post('/account/portal', fields), 'portal', busy)
        const giving = { frequency: 'once', currency: 'USD', amount: '5' }
        assertLimited(await supporter.post('/support/checkouts', giving), 'checkouts', busy)
        const thanks = await supporter.get(`/support/thanks?session_id=${session}`)
        assertLimited(thanks, 'thanks', /<h1/)
        assert.doesNotMatch(thanks.text, /not paid/i)
      } finally {
        isBudgetLeft = true
      }
      assert.equal((await ada.post('/account/portal', fields)).status, 303)
    })
  },
  {
    change: (resources) => ({
      ...resources,
      stripe: {
        ...stripeGateway({
          secretKey: 'sk_test_given',
          apiBase: new URL(resources.checkoutOrigins[0] ?? ''),
          webhookSecrets: [],
          pace: unpaced,
          admit: async () => isBudgetLeft,
        }),
        verify: resources.stripe.verify,
      },
    }),
  },
)
