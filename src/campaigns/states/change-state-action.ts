import type { Transaction } from '../../platform/database/database.ts'
import { setState, setStopped } from '../campaign-store.ts'
import type { CampaignState } from '../settings/campaign-settings.ts'
import type { CampaignAction } from './actions.ts'

type Asked = { campaign: number; state: CampaignState; action: CampaignAction }

/** Returns false if somebody else changed the state meanwhile. */
export const changeState = (
  transaction: Transaction,
  { campaign, state, action }: Asked,
): Promise<boolean> => {
  switch (action) {
    case 'publish':
      return setState(transaction, { campaign, from: [state], to: 'published' })
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
