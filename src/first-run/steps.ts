import { DAY_MS } from '../platform/clock.ts'

/** The steps of someone who tries Mainstay, in order. */
export const STEPS = ['remind', 'return', 'give', 'signIn', 'pause', 'report', 'break'] as const
export type Step = (typeof STEPS)[number]

export type Progress = {
  done: readonly Step[]
  /** Time of the first reminder, as ISO text. Null: none was asked for. */
  remindedAt: string | null
  isClosed: boolean
}

export const NOTHING_DONE: Progress = { done: [], remindedAt: null, isClosed: false }

/** An answer of this process to a browser on this machine. `html` is null for other answers. */
export type Answered = {
  method: string
  path: string
  status: number
  /** The `action` field of the form. */
  action: unknown
  hasCookie: boolean
  html: string | null
}

/** The steps that webhook events of Stripe show, by the type of the event. */
export const EVENT_STEPS = {
  'checkout.session.completed': 'give',
  'invoice.payment_failed': 'break',
} as const satisfies Record<string, Step>

// The shortest reminder.
const SHORTEST_SNOOZE_MS = 7 * DAY_MS

export const nextStep = ({ done }: Progress): Step | null =>
  STEPS.find((each) => !done.includes(each)) ?? null

export const withDone = (progress: Progress, step: Step): Progress =>
  progress.done.includes(step) ? progress : { ...progress, done: [...progress.done, step] }

/** Ticks off the step that this answer completes, if any. */
export const afterAnswer = (progress: Progress, answered: Answered, now: Date): Progress => {
  const step = STEPS.find((each) => !progress.done.includes(each) && COMPLETES[each](answered, progress, now))
  if (!step) return progress
  const ticked = withDone(progress, step)
  return step === 'remind' ? { ...ticked, remindedAt: now.toISOString() } : ticked
}

type Completes = (answered: Answered, progress: Progress, now: Date) => boolean

const isPosted = ({ method, status }: Answered): boolean => method === 'POST' && status < 400

const COMPLETES: Record<Step, Completes> = {
  remind: (answered) => isPosted(answered) && answered.path === '/reminders',
  // Strangers see the appeal at any time, so only a browser with a cookie counts.
  return: ({ path, html, hasCookie }, { remindedAt }, now) =>
    remindedAt !== null &&
    hasCookie &&
    path.startsWith('/articles/') &&
    html?.includes('data-appeal="shown"') === true &&
    now.getTime() - Date.parse(remindedAt) >= SHORTEST_SNOOZE_MS,
  give: () => false,
  signIn: (answered) => isPosted(answered) && answered.path.startsWith('/sign-in/'),
  pause: (answered) =>
    isPosted(answered) &&
    (answered.path === '/account/pause' ||
      (answered.path.startsWith('/manage/') && answered.action === 'pause')),
  report: ({ path, html }, { done }) =>
    done.includes('pause') &&
    path.startsWith('/staff') &&
    html !== null &&
    /data-metric="paused-supporters"[^>]*value="[1-9]/.test(html),
  break: () => false,
}
