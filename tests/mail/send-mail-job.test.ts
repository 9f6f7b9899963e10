import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { enqueueMail, leaseMail } from '../../src/mail/mail-outbox-store.ts'
import {
  type MailNeeds,
  type MailRecipient,
  sendNext as sendNextOf,
} from '../../src/mail/send-mail-action.ts'
import { type MailGateway, smtpGateway } from '../../src/mail/smtp-gateway.ts'
import { closeInterruptedMails, deleteOldMails } from '../../src/mail/tidy-outbox-store.ts'
import type { SqlValue } from '../../src/platform/database/database.ts'
import { openLog } from '../../src/platform/log.ts'
import { type GivenDatabase, givenDatabase } from '../given/resources/databases.ts'
import { type GivenSmtp, givenSmtp, textOf } from '../given/resources/smtp.ts'

const START = new Date('2026-11-25T12:00:00Z')
const MINUTE_MS = 60_000
const READER: MailRecipient = { address: 'reader@example.com', language: null, isPlain: false }

describe('the outbox', () => {
  let given: GivenDatabase
  let smtp: GivenSmtp
  let gateway: MailGateway
  let logged = ''
  let nowMs = START.getTime()
  let recipient: MailRecipient | 'none' | 'not-known-yet' = READER
  const stale = new Set<string>()
  beforeEach(async () => {
    given = await givenDatabase()
    smtp = await givenSmtp()
    gateway = smtpGateway(smtp.url)
    await given.database.query(`insert into stripe_customers (id) values ('cus_1')`)
    logged = ''
    recipient = READER
    stale.clear()
    nowMs = START.getTime()
  })
  afterEach(async () => {
    gateway.close()
    await smtp.stop()
    await given.drop()
  })

  const needs = (): MailNeeds => ({
    database: given.database,
    deliverMail: gateway.deliverMail,
    holdPlace: gateway.holdPlace,
    frame: ({ paragraphs, language, recipient }) => [...paragraphs, ...(recipient.closing?.(language) ?? [])],
    writers: {
      greeting: ({ name }, language) => ({
        subject: language === 'ru' ? 'Привет от газеты' : 'Hello from the paper',
        paragraphs: [`${language === 'ru' ? 'Привет' : 'Hello'}, ${String(name)}.`],
      }),
    },
    findRecipient: async () => recipient,
    recordBounce: async (_to, at) => {
      if (typeof recipient === 'object') recipient = { ...recipient, bouncedAt: at }
    },
    checkBeforeSending: async ({ cause, facts }) =>
      stale.has(cause) ? { is: 'stale' } : { is: 'valid', facts },
    senderFor: (_language, isPlain) => ({
      name: isPlain ? '' : 'The Breakwater',
      address: 'news@breakwater.example',
    }),
    plainSubject: () => 'A message for you',
    count: () => {},
    now: () => new Date(nowMs),
    log: openLog({
      write: (line) => {
        logged += line
      },
    }),
  })
  const write = (cause: string, untilMs = 60 * MINUTE_MS) =>
    given.database.inTransaction((transaction) =>
      enqueueMail(
        transaction,
        {
          cause,
          kind: 'greeting',
          to: { customerId: 'cus_1' },
          language: 'en' as const,
          facts: { name: 'N' },
          until: new Date(nowMs + untilMs),
        },
        new Date(nowMs),
      ),
    )
  const states = async () =>
    (
      await given.database.query<{ line: string }>(
        `select state || coalesce(': ' || last_failure, '') as line from mails order by created_at, cause`,
      )
    ).map(({ line }) => line)
  const sendNext = (with_: MailNeeds) => sendNextOf(with_, 'other')
  const sendAll = async (with_ = needs()) => {
    while (await sendNext(with_)) {}
  }

  test('the same cause makes one mail; a rolled-back transaction makes none', async () => {
    assert.equal(await write('a'), true)
    assert.equal(await write('a'), false)
    await assert.rejects(
      given.database.inTransaction(async (transaction) => {
        await enqueueMail(
          transaction,
          {
            cause: 'b',
            kind: 'greeting',
            to: { customerId: 'cus_1' },
            language: 'en' as const,
            facts: {},
            until: START,
          },
          START,
        )
        throw new Error('rolled back')
      }),
    )
    await sendAll()
    await sendAll()
    assert.deepEqual(await states(), ['sent'])
    assert.equal(smtp.received.length, 1)
  })

  test('four concurrent workers send each mail once', async () => {
    for (let count = 0; count < 20; count += 1) await write(`many-${count}`)
    await Promise.all([sendAll(), sendAll(), sendAll(), sendAll()])
    assert.equal(smtp.received.length, 20)
    assert.deepEqual(new Set(await states()), new Set(['sent']))
  })

  test('a busy server is retried with growing delays and one Message-ID; an expired mail is dropped', async () => {
    smtp.mood.text = 451
    await write('busy')
    assert.equal(await sendNext(needs()), true)
    assert.equal(await sendNext(needs()), false, 'not at once')
    nowMs += MINUTE_MS
    await sendAll()
    assert.deepEqual(await states(), ['waiting: SMTP 451'])
    smtp.mood.text = null
    nowMs += 20 * MINUTE_MS
    await sendAll()
    assert.deepEqual(await states(), ['sent'])
    await write('late', MINUTE_MS)
    nowMs += 2 * MINUTE_MS
    await sendAll()
    assert.deepEqual(await states(), ['sent', 'dropped: too late'])
    assert.equal(smtp.received.length, 1)
  })

  test('a mail that became stale between two attempts is not sent', async () => {
    smtp.mood.recipient = 450
    await write('was-so')
    await sendNext(needs())
    smtp.mood.recipient = null
    stale.add('was-so')
    nowMs += 60 * MINUTE_MS - 1
    assert.equal(await sendNext(needs()), true)
    assert.deepEqual(await states(), ['dropped: no longer true'])
    assert.equal(smtp.received.length, 0)
  })

  test('a short database failure while recording the outcome does not make a mail unsure', async () => {
    await write('settled-late')
    let refusals = 2
    const flaky = {
      ...given.database,
      query: (async (sql: string, values?: readonly SqlValue[]) => {
        if (sql.includes('settled_at') && refusals-- > 0) throw new Error('the database is away')
        return given.database.query(sql, values)
      }) as typeof given.database.query,
    }
    await sendNext({ ...needs(), database: flaky })
    assert.deepEqual(await states(), ['sent'])
  })

  test('a bounced address is paused, other mails continue, and no address is logged', async () => {
    smtp.mood.recipient = 550
    await write('bounced')
    await sendAll()
    smtp.mood.recipient = null
    nowMs += MINUTE_MS
    await write('parked')
    await sendAll()
    recipient = { ...READER, address: 'other@example.com' }
    await write('well')
    await sendAll()
    nowMs += 30 * MINUTE_MS
    await sendAll()
    assert.deepEqual(await states(), ['refused: SMTP 550', 'dropped: its address bounced', 'sent'])
    assert.match(logged, /SMTP 550/)
    assert.doesNotMatch(logged, /@/)
  })

  test('a mail interrupted during its text is unsure and not sent again', async () => {
    smtp.mood.cut = 'after'
    await write('cut')
    await sendAll()
    assert.match((await states()).join(), /^unsure/)
    smtp.mood.cut = null
    nowMs += 60 * MINUTE_MS
    await sendAll()
    assert.equal(smtp.received.length, 1, 'the server had it')
  })

  test('a mail whose process died while sending becomes unsure', async () => {
    await write('died')
    assert.ok(await leaseMail(given.database, 'other', new Date(nowMs)))
    assert.equal(await closeInterruptedMails(given.database, new Date(nowMs)), 0, 'it may still be sending')
    await given.database.query(`update mails set due_at = now() - interval '1 second'`)
    assert.equal(await closeInterruptedMails(given.database, new Date(nowMs)), 1)
    await sendAll()
    assert.deepEqual(await states(), ['unsure: interrupted while sending'])
    assert.equal(smtp.received.length, 0)
  })

  test('a failure before sending is retried, not unsure', async () => {
    await write('failing')
    await sendNext({ ...needs(), findRecipient: () => Promise.reject(new Error('the database is away')) })
    assert.deepEqual(await states(), ['waiting: it could not be rendered'])
    recipient = 'not-known-yet'
    nowMs += MINUTE_MS
    await sendNext(needs())
    assert.match((await states()).join(), /^waiting: its address is not known yet/)
    recipient = 'none'
    nowMs += 20 * MINUTE_MS
    await sendNext(needs())
    assert.deepEqual(await states(), ['dropped: no address'])
  })

  test('mails use the recipient’s language, and discreet mails reveal nothing in subject or sender', async () => {
    recipient = { ...READER, language: 'ru', isPlain: true }
    await write('plain')
    await sendAll()
    const source = smtp.received[0]?.source ?? ''
    assert.match(source, /^Subject: A message for you/m)
    assert.match(source, /^From: <?news@breakwater\.example>?\r?$/m)
    assert.match(textOf(source), /Привет, N\./)
    assert.doesNotMatch(source.split(/\r?\n\r?\n/)[0] ?? '', /Breakwater\b(?!\.example)/)
  })

  test('finished mails are deleted after ninety days, queued ones are not', async () => {
    await write('over')
    await sendAll()
    await write('waits', 400 * 24 * 60 * MINUTE_MS)
    await deleteOldMails(given.database, new Date(nowMs + 89 * 24 * 60 * MINUTE_MS))
    assert.equal((await states()).length, 2)
    await deleteOldMails(given.database, new Date(nowMs + 91 * 24 * 60 * MINUTE_MS))
    assert.deepEqual(await states(), ['waiting'])
  })
})
