import { truthOfMail } from './billing/mail-truth-store.ts'
import { type MailNeeds, sendMailJob, type WriteMail } from './mail/send-mail-job.ts'
import { sayIn } from './messages/messages.ts'
import type { Parts } from './parts.ts'
import type { Repeating } from './platform/repeat.ts'
import { addressOfChange } from './readers/address-change-store.ts'
import { isAddressDue } from './readers/address-due-store.ts'
import { addressOf, addressOfRequest } from './readers/address-store.ts'

export type Mailing = { startJobs: () => Repeating[]; wake: () => void }

/** The sending of mails wired to the parts that are open, and to what each feature writes. */
export const mailingOf = (parts: Parts, writers: () => Readonly<Record<string, WriteMail>>): Mailing => {
  const { database, addressKeys, newsroom, mail, metrics, now, log } = parts
  const count = metrics.counter('mainstay_mails_total', 'Mails by what became of a try', ['outcome'])
  let job: Repeating | null = null
  const findRecipient: MailNeeds['findRecipient'] = async (mail) => {
    const { kind, customerId, signInRequest, addressChange } = mail
    if (addressChange !== null) {
      const which = kind === 'address-was' ? 'before' : 'new'
      return (await addressOfChange(database, addressKeys, { id: addressChange, which })) ?? 'none'
    }
    if (signInRequest !== null)
      return (await addressOfRequest(database, addressKeys, signInRequest)) ?? 'none'
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
        truthOf: (due) => truthOfMail(database, due, now()),
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
