import type { SeenBefore, Suppression } from '../../snooze/suppression.ts'
import type { AppealForm, Campaign, CampaignsInForce, Caps } from './campaign.ts'
import { isWithinCaps, sharedCaps } from './caps.ts'
import type { Rule } from './rules.ts'
import { type TargetArticle, type TargetRequest, targetRefusal } from './targeting.ts'

/** A reason for `data-appeal`. */
export type AppealReason =
  | 'snoozed'
  | 'supports'
  | 'gave'
  | 'canceled'
  | 'sensitive'
  | 'unsure'
  | 'capped'
  | 'off'

export type AppealDecision =
  /** `caps`: they count one more appeal once it is shown. Null: the campaign has none. */
  | { show: true; campaign: Campaign; form: AppealForm; caps: Caps | null }
  | { show: false; because: AppealReason; rule: Rule }

export type Situation = {
  article: TargetArticle & { sensitive: boolean; appeal: boolean }
  suppression: Suppression
  /** Null also for a reader without our cookie. */
  seen: SeenBefore
  request: TargetRequest
  /** In milliseconds, as Date.getTime. */
  at: number
  /** The newsroom's day, as a number that grows by one each day. */
  day: number
}

/** Decides by docs/appeal-policy.md which campaign an article shows, and in which form. */
export const decideAppeal = (inForce: CampaignsInForce, situation: Situation): AppealDecision => {
  const { article, suppression, seen, day } = situation
  if (inForce.isStopped) return hide('off', '1')
  if (article.sensitive) return hide('sensitive', '2')
  if (!article.appeal) return hide('off', '2')
  if (suppression.isSuppressed) return suppressed(suppression.because)
  const campaign = inForce.campaigns.find((each) => targetRefusal(each, situation) === null)
  if (!campaign) return hide('off', '8')
  const caps = sharedCaps(campaign, inForce.campaigns, situation.at)
  if (caps && !isWithinCaps(caps, seen, day)) return hide('capped', '7')
  return { show: true, campaign, form: formOn(campaign.form, situation), caps }
}

/**
 * Rule 9: a bar waits for the second page of a visit, and a reminder brings the whole letter. Both times the appeal
 * stands at the end.
 */
const formOn = (form: AppealForm, { request, suppression }: Situation): AppealForm => {
  const isReminder = !suppression.isSuppressed && suppression.remindedOn !== null
  return form === 'bar' && (request.visit === 'first' || isReminder) ? 'end' : form
}

type Because = Extract<Suppression, { isSuppressed: true }>['because']

const suppressed = (because: Because): AppealDecision => {
  switch (because) {
    case 'supports':
    case 'gave':
      return hide(because, '3')
    case 'claimed':
      return hide('gave', '3')
    case 'snoozed':
      return hide('snoozed', '4')
    case 'unsure':
      return hide('unsure', '5')
    case 'canceled':
      return hide('canceled', '6')
  }
}

const hide = (because: AppealReason, rule: Rule): AppealDecision => ({ show: false, because, rule })

/** Returns the decision as one word, for the `data-appeal` attribute. */
export const stateOf = (decision: AppealDecision): string => (decision.show ? 'shown' : decision.because)
