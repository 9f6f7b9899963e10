import { HOUR_MS } from '../platform/clock.ts'
import type { Repeating } from '../platform/jobs/repeat.ts'
import { repeatInPlaces } from '../platform/jobs/repeat-in-places.ts'
import { errorFields } from '../platform/log.ts'
import type { MailLane } from './mail-outbox-store.ts'
import { type MailNeeds, takeMail } from './send-mail-action.ts'
import { closeInterruptedMails, deleteOldMails } from './tidy-outbox-store.ts'

const PAUSE_MS = 1_000

/** The mails of each lane that are sent at once. Neither lane waits for the other. */
export const PLACES: Readonly<Record<MailLane, number>> = { 'sign-in': 7, other: 3 }

export type SendMailJobs = {
  jobs: readonly Repeating[]
  wake: () => void
}

/** Sends due mails, several at once. */
export const sendMailJobs = (needs: MailNeeds): SendMailJobs => {
  const tidy = tidyOutbox(needs)
  const jobOf = (lane: MailLane, whenIdle = async () => {}) =>
    repeatInPlaces({
      pauseMs: PAUSE_MS,
      places: PLACES[lane],
      take: async () => {
        const work = await takeMail(needs, lane)
        if (!work) await whenIdle()
        return work
      },
      onError: (error) =>
        needs.log.error('sending mails failed', { component: 'mail', ...errorFields(error) }),
    })
  const jobs = [jobOf('sign-in'), jobOf('other', tidy)]
  return {
    jobs,
    wake: () => {
      for (const job of jobs) job.wake()
    },
  }
}

const tidyOutbox = ({ database, now, log }: MailNeeds) => {
  let nextCleanupAtMs = 0
  return async (): Promise<void> => {
    const interrupted = await closeInterruptedMails(database, now())
    if (interrupted > 0)
      log.error('mails were interrupted while sending', { component: 'mail', count: interrupted })
    if (performance.now() < nextCleanupAtMs) return
    nextCleanupAtMs = performance.now() + HOUR_MS
    await deleteOldMails(database, now())
  }
}
