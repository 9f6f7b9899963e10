import { checkMail } from '../billing/mails/stale-mail-store.ts'
import { type MailNeeds, sendMailJob, type WriteMail } from '../mail/send-mail-job.ts'
import { sayIn } from '../messages/messages.ts'
import type { Repeating } from '../platform/repeat.ts'
import { isAddressDue, isAnyAddressDue } from '../supporters/address/address-due-store.ts'
import { addressOf, addressOfRequest, isOfNobody, recordBounce } from '../supporters/address/address-store.ts'
import { addressOfChange } from '../supporters/address-change/address-change-store.ts'
import type { Resources } from './resources.ts'

/** Over a minute, each later than the one before. */
const UNHEARD_TRIES = 4

export type MailWiring = { startJobs: () => Repeating[]; wake: () => void }

/** The sending of mails wired to the parts that are open, and to what each feature writes. */
export const wireMail = (
  parts: Resources,
  writers: () => Readonly<Record<string, WriteMail>>,
): MailWiring => {
  const { database, addressKeys, newsroom, mail, metrics, now, log } = parts
  const count = metrics.counter('mainstay_mails_total', 'Mails by what became of a try', ['outcome'])
  let job: Repeating | null = null
  const findRecipient: MailNeeds['findRecipient'] = async (mail) => {
    const { kind, customerId, signInRequest, addressChange, attempts } = mail
    if (addressChange !== null) {
      const which = kind === 'address-was' ? 'before' : 'new'
      return (await addressOfChange(database, addressKeys, { id: addressChange, which })) ?? 'none'
    }
    if (signInRequest !== null) {
      const isDue = await isAnyAddressDue(database)
      const known = await addressOfRequest(database, addressKeys, signInRequest)
      if (known) return known
      // Who has given this minute may ask before the record has heard of them.
      const mayCome = isDue || attempts <= UNHEARD_TRIES
      return mayCome && (await isOfNobody(database, signInRequest)) ? 'not-known-yet' : 'none'
    }
    const id = customerId ?? ''
    const known = await addressOf(database, addressKeys, id)
    if (known) return known
    if (await isAddressDue(database, id)) return 'not-known-yet'
    // It may have been learnt between the two questions.
    return (await addressOf(database, addressKeys, id)) ?? 'none'
  }
  return {
    wake: () => job?.wake(),
    startJobs: () => {
      job = sendMailJob({
        ...{ database, now, log, findRecipient, handOver: mail.handOver, writers: writers() },
        recordBounce: (to, at) => recordBounce(database, to, at),
        checkBeforeSending: (due) => checkMail(database, due, now()),
        senderFor: (language, isPlain) => ({
          name: isPlain ? '' : mail.from.name || newsroom.name[language],
          address: mail.from.address,
        }),
        plainSubject: (language) => sayIn(language)('mail.plainSubject'),
        count: (outcome) => count({ outcome }),
      })
      return [job]
    },
  }
}
