import { type Request, Router } from 'express'
import type { WriteMail } from '../mail/send-mail-action.ts'
import type { Repeating } from '../platform/jobs/repeat.ts'
import { hasActiveContribution } from './account/account-store.ts'
import { addressChangeMail, addressWasMail } from './address-change/address-change-mail.ts'
import { contributionMails } from './mails/contribution-mail.ts'
import { supporterSessions } from './session/supporter-session.ts'
import { signInMail } from './sign-in/sign-in-mail.ts'
import { eraseSupportersJob, supporterJobs } from './supporter-jobs.ts'
import type { SupporterNeeds } from './supporter-needs.ts'
import { supporterRoutes } from './supporter-routes.ts'

export type SupporterFeature = {
  routes: readonly Router[]
  /** Resolves to whether the signed-in supporter has an active contribution; null if nobody is signed in. */
  givesSignedIn: (request: Request) => Promise<boolean | null>
  jobs: readonly Repeating[]
}

/** Assembles everything for supporters who sign in by mail: their pages, mails, email address and data rights. */
export const assembleSupporters = (needs: SupporterNeeds): SupporterFeature => {
  const { database, https, now } = needs
  const sessions = supporterSessions({ database, keys: needs.keys, https })
  // Each post of a signed-in supporter may lead to a call to Stripe.
  const requireSignIn = Router().use(sessions.requireSignIn, needs.limitSupporter)
  const erasing = eraseSupportersJob(needs)
  return {
    routes: supporterRoutes(needs, { sessions: { ...sessions, requireSignIn }, wakeErasing: erasing.wake }),
    givesSignedIn: async (request) => {
      const signedIn = await sessions.findSignedIn(request)
      return signedIn && hasActiveContribution(database, signedIn.addressIndex, now())
    },
    jobs: [erasing, ...supporterJobs(needs)],
  }
}

type MailNeeds = Pick<SupporterNeeds, 'keys' | 'origin' | 'timeZone' | 'now'>

/** Writes the mails to supporters, by kind. */
export const supporterMails = ({ keys, origin, timeZone, now }: MailNeeds): Record<string, WriteMail> => ({
  'sign-in': signInMail({ keys, origin }),
  address: addressChangeMail({ keys, origin }),
  'address-was': addressWasMail({ keys, origin }),
  ...contributionMails({ keys, origin, timeZone, now }),
})
