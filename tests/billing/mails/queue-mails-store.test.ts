import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { MailedFacts } from '../../../src/billing/mails/due-mails.ts'
import { queueMails } from '../../../src/billing/mails/queue-mails-action.ts'
import { checkMail } from '../../../src/billing/mails/stale-mail-store.ts'
import type { InvoiceFact } from '../../../src/billing/model/facts.ts'
import { day, invoiceFact, subscriptionFact } from '../../given/record/facts.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'

const RETRIES = 8
const NOW = day(31)

describe('the mails in the outbox', () => {
  let given: GivenDatabase
  beforeEach(async () => {
    given = await givenDatabase()
    for (const [id, index] of [
      ['cus_1', 1],
      ['cus_same', 1],
      ['cus_other', 2],
    ] as const) {
      await given.database.query('insert into stripe_customers (id) values ($1)', [id])
      await given.database.query(
        `insert into customer_addresses (customer_id, encrypted, address_index, encryption_key, index_key, saved_at)
         values ($1, $2, $2, 'k', 'k', $3)`,
        [id, Buffer.alloc(32, index), day(0)],
      )
    }
    await given.database.query(
      `insert into stripe_subscriptions (id, customer_id, status, currency, started_at, amount, interval, interval_count)
       values ('sub_1', 'cus_1', 'active', 'USD', $1, 700, 'month', 1)`,
      [day(0)],
    )
  })
  afterEach(() => given.drop())

  /** Records what Stripe says of the invoice of day 30, and queues the mails that follow. */
  const syncInvoice = async (more: Partial<InvoiceFact>) => {
    const invoice = invoiceFact('sub_1', 30, { id: 'in_30', ...more })
    await given.database.query(
      `insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, period_end, created_at,
         attempts, next_attempt_at) values ('in_30', 'cus_1', 'sub_1', $1, 'USD', 0, $2, $3, $4, $5)
       on conflict (id) do update set status = excluded.status, attempts = excluded.attempts,
         next_attempt_at = excluded.next_attempt_at`,
      [invoice.status, invoice.periodEnd, invoice.createdAt, invoice.attempts, invoice.nextAttemptAt],
    )
    const facts: MailedFacts = {
      subscriptions: [subscriptionFact('sub_1', 0, { checkoutId: null })],
      invoices: [invoiceFact('sub_1', 0), invoice],
      actions: [],
      gifts: [],
    }
    const failures = [{ invoiceId: 'in_30', at: NOW, requiresAction: false }]
    await given.database.inTransaction((transaction) =>
      queueMails(
        transaction,
        { now: () => NOW, mailLanguage: 'en', rules: { retries: RETRIES } },
        { facts, report: { customerId: 'cus_1', failures } },
      ),
    )
  }
  const failing = (attempts: number) =>
    syncInvoice({ status: 'open', paidAt: null, amountPaid: 0, attempts, nextAttemptAt: day(32) })
  const states = async () =>
    (
      await given.database.query<{ line: string }>(
        `select cause || ' ' || state || ' ' || (facts ->> 'isLast') as line from mails order by cause desc`,
      )
    ).map(({ line }) => line)

  test('a charge that fails for the first time and before the last retry makes two mails, once each', async () => {
    await failing(1)
    await failing(1)
    await failing(2)
    assert.deepEqual(await states(), ['failed:in_30 waiting false'])
    await given.database.query(`update mails set state = 'sent', settled_at = $1`, [NOW])
    for (const attempts of [RETRIES - 1, RETRIES, RETRIES]) await failing(attempts)
    assert.deepEqual(await states(), ['failed:in_30 sent false', 'failed-last:in_30 waiting true'])
    await syncInvoice({ attempts: RETRIES + 1, paidAt: NOW })
    assert.deepEqual(await states(), ['failed:in_30 sent false', 'failed-last:in_30 dropped true'])
  })

  test('the last mail replaces the first one if that still waits', async () => {
    await failing(1)
    await failing(RETRIES)
    assert.deepEqual(await states(), ['failed:in_30 dropped false', 'failed-last:in_30 waiting true'])
  })

  test('a mail names the contribution as it is when the mail is sent, and only at its own address', async () => {
    await failing(1)
    const checked = async (customerId: string) => {
      const mail = { kind: 'failed', cause: 'failed:in_30', facts: { invoice: 'in_30' }, customerId }
      const validity = await checkMail(given.database, mail, NOW)
      assert.ok(validity.is === 'valid')
      return validity.facts
    }
    const { contribution, planAmount, planInterval, isEnded, canPause } = await checked('cus_1')
    assert.deepEqual(
      { contribution, planAmount, planInterval, isEnded, canPause },
      { contribution: 'sub_1', planAmount: 700, planInterval: 'month', isEnded: false, canPause: false },
    )
    assert.equal((await checked('cus_same'))['contribution'], 'sub_1')
    assert.equal((await checked('cus_other'))['contribution'], undefined)
  })
})
