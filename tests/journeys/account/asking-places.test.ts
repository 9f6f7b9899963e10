import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Resources } from '../../../src/app/open/resources.ts'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import { givenReader } from '../../given/people/reader.ts'
import { contributeAs } from '../../given/people/supporter.ts'

const ASKS = 8
const taken: ('sent' | 'held')[] = []

/** Records what each place of the pool is taken for. */
const recordPlaces = (resources: Resources): Resources => {
  const { gateway } = resources.mail
  const deliverMail: typeof gateway.deliverMail = (mail) => {
    taken.push('sent')
    return gateway.deliverMail(mail)
  }
  const holdPlace = () => {
    taken.push('held')
    return gateway.holdPlace()
  }
  return {
    ...resources,
    mail: { ...resources.mail, gateway: { deliverMail, holdPlace, close: gateway.close } },
  }
}

describeMailbox(
  'the place that an ask takes',
  (mailbox) => {
    beforeEach(() => void taken.splice(0))

    const placesFor = async (address: string) => {
      const { mainstay } = mailbox
      taken.splice(0)
      for (let count = 0; count < ASKS; count += 1)
        await givenReader(mainstay.origin).post('/sign-in', { address, language: 'en' })
      await mainstay.eventually(async () => {
        const open = await mainstay.database.query(
          `select 1 from mails where state in ('waiting', 'sending')`,
        )
        assert.equal(open.length, 0)
      })
      return taken.toSorted()
    }

    test('every ask takes one place: known, unknown, and known beyond its limit', async () => {
      await contributeAs(mailbox.mainstay, 'known@example.com')
      assert.deepEqual(await placesFor('unknown@example.com'), Array(ASKS).fill('held'))
      assert.deepEqual(await placesFor('known@example.com'), [
        ...Array(ASKS - 5).fill('held'),
        ...Array(5).fill('sent'),
      ])
    })
  },
  recordPlaces,
)
