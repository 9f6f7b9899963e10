import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { enqueueMail } from '../../src/mail/mail-outbox-store.ts'
import { PLACES, sendMailJobs } from '../../src/mail/send-mail-job.ts'
import { type MailGateway, smtpGateway } from '../../src/mail/smtp-gateway.ts'
import { openLog } from '../../src/platform/log.ts'
import { eventually } from '../given/people/reader.ts'
import { type GivenDatabase, givenDatabase } from '../given/resources/databases.ts'
import { type GivenSmtp, givenSmtp } from '../given/resources/smtp.ts'

const NOW = new Date('2026-11-25T12:00:00Z')
const HOUR_MS = 3_600_000

const until = (holds: () => boolean | Promise<boolean>): Promise<void> =>
  eventually(async () => assert.ok(await holds(), 'it did not come about'), 60_000)

/** Doors that sends wait at: each is opened by the test. */
const givenDoors = () => {
  const waiting: (() => void)[] = []
  return {
    waiting,
    wait: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    openAll: () => {
      for (const open of waiting.splice(0)) open()
    },
  }
}

describe('mails that are sent at once', () => {
  let given: GivenDatabase
  let smtp: GivenSmtp
  let gateway: MailGateway
  let doors = givenDoors()
  /** The causes of the mails, by their asks or customers. */
  const recipients = new Map<string, string>()
  beforeEach(async () => {
    given = await givenDatabase()
    smtp = await givenSmtp()
    recipients.clear()
    doors = givenDoors()
    // An ask for an unknown address waits as long as this test says, a known one as long as the server.
    gateway = smtpGateway(smtp.url, { wait: doors.wait })
    smtp.mood.hold = (to) => (to.startsWith('held') ? doors.wait() : Promise.resolve())
  })
  afterEach(async () => {
    doors.openAll()
    gateway.close()
    await smtp.stop()
    await given.drop()
  })

  const jobs = () =>
    sendMailJobs({
      database: given.database,
      deliverMail: gateway.deliverMail,
      holdPlace: gateway.holdPlace,
      frame: ({ paragraphs, language, recipient }) => [
        ...paragraphs,
        ...(recipient.closing?.(language) ?? []),
      ],
      writers: { greeting: () => ({ subject: 'Hello', paragraphs: ['Hello.'] }) },
      findRecipient: async ({ signInRequest, customerId }) => {
        const cause = recipients.get(signInRequest ?? customerId ?? '') ?? ''
        if (cause.startsWith('unknown')) return 'not-known-yet'
        return { address: `${cause}@example.com`, language: null, isPlain: false }
      },
      recordBounce: async () => {},
      checkBeforeSending: async ({ facts }) => ({ is: 'valid', facts }),
      senderFor: () => ({ name: '', address: 'news@breakwater.example' }),
      plainSubject: () => 'A message',
      count: () => {},
      now: () => NOW,
      log: openLog({ write: () => {} }),
    })
  const write = async (cause: string, dueAt = NOW, isAsk = true) => {
    const id = randomUUID()
    recipients.set(id, cause)
    if (!isAsk) await given.database.query('insert into stripe_customers (id) values ($1)', [id])
    await enqueueMail(
      given.database,
      {
        cause,
        kind: 'greeting',
        to: isAsk ? { signInRequest: id } : { customerId: id },
        language: 'en' as const,
        facts: {},
        until: new Date(NOW.getTime() + HOUR_MS),
        dueAt,
      },
      NOW,
    )
  }
  const started = async (): Promise<string[]> => {
    const rows = await given.database.query<{ cause: string }>(
      `select cause from mails where attempts > 0 order by cause`,
    )
    return rows.map(({ cause }) => cause)
  }
  const arrivedAt = () => smtp.received.map(({ to }) => to.split('@')[0])
  const running = async (work: (found: { wake: () => void }) => Promise<void>) => {
    const sending = jobs()
    for (const job of sending.jobs) job.start()
    try {
      await work(sending)
    } finally {
      doors.openAll()
      await Promise.all(sending.jobs.map((job) => job.stop()))
    }
  }
  const at = (ms: number) => new Date(NOW.getTime() - 60_000 + ms)

  /** Five asks for one address, then the asker's own, then more than there are places. */
  const eventsWith = async (kind: 'held' | 'unknown'): Promise<string[]> => {
    const events: string[] = []
    for (let nth = 0; nth < 5; nth += 1) await write(`${kind}-${nth}`, at(nth))
    await write('own', at(5))
    await running(async ({ wake }) => {
      await until(() => doors.waiting.length === 5 && arrivedAt().length === 1)
      events.push(`${doors.waiting.length} pending, ${arrivedAt()} arrived`)
      for (let nth = 5; nth < 9; nth += 1) await write(`${kind}-${nth}`, at(nth))
      await write('second', at(9))
      wake()
      await until(() => doors.waiting.length === PLACES['sign-in'])
      events.push(`${doors.waiting.length} pending, ${arrivedAt()} arrived`)
      const firstTwo = (await started()).filter((cause) => cause.startsWith(kind))
      events.push(`started ${firstTwo.map((cause) => cause.split('-')[1])}`)
      doors.openAll()
      await until(() => doors.waiting.length === 2 && arrivedAt().includes('second'))
      events.push(`${doors.waiting.length} pending, second arrived`)
    })
    return events
  }

  test('five held sends let a sixth mail through, and an unknown address is held like a known one', async () => {
    const known = await eventsWith('held')
    await given.database.query('delete from mails')
    smtp.received.splice(0)
    assert.deepEqual(await eventsWith('unknown'), known)
    assert.deepEqual(known, [
      '5 pending, own arrived',
      '7 pending, own arrived',
      'started 0,1,2,3,4,5,6',
      '2 pending, second arrived',
    ])
  })

  test('sign-in mails that hold all their places let other mails through, and the other way round', async () => {
    for (let nth = 0; nth < 12; nth += 1) await write(`held-${nth}`)
    await write('thanks', NOW, false)
    await running(async ({ wake }) => {
      await until(() => arrivedAt().includes('thanks'))
      doors.openAll()
      await until(async () => {
        doors.openAll()
        return arrivedAt().length === 13
      })
      for (let nth = 0; nth < 5; nth += 1) await write(`held-other-${nth}`, NOW, false)
      wake()
      await until(() => doors.waiting.length === PLACES.other)
      await write('link')
      wake()
      await until(() => arrivedAt().includes('link'))
    })
  })

  test('an unknown address is tried again without holding a place, once its time has come', async () => {
    await write('unknown')
    await running(async ({ wake }) => {
      await until(() => doors.waiting.length === 1)
      doors.openAll()
      await until(async () => (await states()).join() === 'waiting')
      await given.database.query('update mails set due_at = $1', [NOW])
      wake()
      await until(async () => (await attempts()).join() === '2')
      await until(async () => (await states()).join() === 'waiting')
      assert.equal(doors.waiting.length, 0)
    })
  })

  test('an address that the server refuses holds its place like an unknown one', async () => {
    smtp.mood.recipient = 550
    await write('bounced')
    await running(async () => {
      await until(() => doors.waiting.length === 1)
      assert.deepEqual(await states(), ['sending'])
      doors.openAll()
      await until(async () => (await states()).join() === 'refused')
    })
  })

  test('stopping waits for the mails that are being sent and begins no other', async () => {
    for (let nth = 0; nth < 9; nth += 1) await write(`held-${nth}`, at(nth))
    const sending = jobs()
    for (const job of sending.jobs) job.start()
    await until(() => doors.waiting.length === PLACES['sign-in'])
    const stopped = Promise.all(sending.jobs.map((job) => job.stop()))
    doors.openAll()
    await stopped
    assert.equal((await started()).length, PLACES['sign-in'])
    assert.equal((await states()).filter((state) => state === 'sent').length, PLACES['sign-in'])
  })

  const columns = async (column: string): Promise<string[]> => {
    const rows = await given.database.query<{ text: string }>(
      `select ${column}::text as text from mails order by cause`,
    )
    return rows.map(({ text }) => text)
  }
  const states = () => columns('state')
  const attempts = () => columns('attempts')
})
