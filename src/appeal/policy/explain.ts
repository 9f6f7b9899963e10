import type { Campaign, CampaignsInForce } from './campaign.ts'
import { type AppealDecision, decideAppeal, type Situation } from './decision.ts'
import type { Rule } from './rules.ts'
import { targetRefusal } from './targeting.ts'

/** The answer for each campaign: the first rule that refused it. Null: it shows. */
export type Explanation = {
  decision: AppealDecision
  campaigns: readonly { campaign: Campaign; refusedBy: Rule | null }[]
}

/** Explains a decision: the same function, asked about every campaign. */
export const explainAppeal = (inForce: CampaignsInForce, situation: Situation): Explanation => {
  const decision = decideAppeal(inForce, situation)
  const shown = decision.show ? decision.campaign : null
  const campaigns = inForce.campaigns.map((campaign) => {
    const alone = decideAppeal({ ...inForce, campaigns: [campaign] }, situation)
    return { campaign, refusedBy: campaign === shown ? null : refusalOf(campaign, alone, situation) }
  })
  return { decision, campaigns }
}

const refusalOf = (campaign: Campaign, alone: AppealDecision, situation: Situation): Rule => {
  if (alone.show) return '11'
  return alone.rule === '8' ? (targetRefusal(campaign, situation) ?? '8') : alone.rule
}
