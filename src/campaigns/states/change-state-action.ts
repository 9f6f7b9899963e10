import type { Transaction } from '../../platform/database/database.ts'
import { setState, setStopped } from '../campaign-store.ts'
import type { CampaignState } from '../settings/campaign-settings.ts'
import type { CampaignAction } from './actions.ts'

type Asked = { campaign: number; state: CampaignState; version: number; action: CampaignAction }

/** Returns false if somebody else changed the state meanwhile, or the text that would be published. */
export const changeState = (
  transaction: Transaction,
  { campaign, state, version, action }: Asked,
): Promise<boolean> => {
  switch (action) {
    case 'publish':
      return setState(transaction, { campaign, from: [state], to: 'published', version })
    case 'end':
      return setState(transaction, { campaign, from: [state], to: 'ended' })
    case 'archive':
      return setState(transaction, { campaign, from: [state], to: 'archived' })
    case 'stop':
      return setStopped(transaction, { campaign, isStopped: true })
    case 'resume':
      return setStopped(transaction, { campaign, isStopped: false })
  }
}
