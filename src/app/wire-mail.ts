import { checkMail } from '../billing/mails/stale-mail-store.ts'
import { type SendMailJobs, sendMailJobs } from '../mail/send-mail-job.ts'
import { sayIn } from '../messages/messages.ts'
import { recordBounce } from '../supporters/address/address-store.ts'
import { findRecipient } from '../supporters/address-change/find-recipient-store.ts'
import { toUnproven } from '../supporters/disown/unproven-mail.ts'
import { frameMail } from '../supporters/mails/mail-frame.ts'
import { supporterMails } from '../supporters/supporters.ts'
import type { Resources } from './open/resources.ts'

/** Wires the jobs that send mails to the features that write them. */
export const wireMail = (resources: Resources): SendMailJobs => {
  const { database, addressKeys, newsroom, mail, metrics, keys, origin, now, log } = resources
  const isNeutral = newsroom.mail.neutralUntilSignIn
  const toUnprovenAddress = toUnproven({ keys, origin, isNeutral })
  const count = metrics.counter('mainstay_mails_total', 'Mails by the outcome of an attempt', ['outcome'])
  return sendMailJobs({
    database,
    now,
    log,
    deliverMail: mail.gateway.deliverMail,
    holdPlace: mail.gateway.holdPlace,
    writers: supporterMails(resources),
    frame: frameMail({ newsroom, keys, origin, now }),
    findRecipient: async (due) => {
      const found = await findRecipient(database, addressKeys, due)
      return typeof found === 'string' ? found : toUnprovenAddress(found, due.customerId)
    },
    recordBounce: (to, at) => recordBounce(database, to, at),
    checkBeforeSending: (due) => checkMail(database, due, now()),
    senderFor: (language, isPlain) => ({
      name: isPlain ? '' : mail.from.name || newsroom.name[language],
      address: mail.from.address,
      ...(newsroom.mail.contact === null ? {} : { replyTo: newsroom.mail.contact }),
    }),
    plainSubject: (language) => sayIn(language)('mail.plainSubject'),
    count: (outcome) => count({ outcome }),
  })
}
