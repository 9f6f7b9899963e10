import type { CampaignSettings, CampaignState, ShownState } from '../settings/campaign-settings.ts'

/** A campaign as the list shows it. `settings` is null if another version of Mainstay wrote them. */
export type CampaignEntry = {
  number: number
  state: CampaignState
  shown: ShownState
  isStopped: boolean
  settings: CampaignSettings | null
}

/** The order of the list: first those that readers see. */
export const LISTED_STATES = [
  'live',
  'scheduled',
  'draft',
  'ended',
  'archived',
] as const satisfies readonly ShownState[]

export type EntryGroup = { shown: ShownState; entries: readonly CampaignEntry[] }

/** Groups campaigns by state. Those that go first before a reader stand first. Leaves out empty groups. */
export const groupEntries = (entries: readonly CampaignEntry[]): EntryGroup[] =>
  LISTED_STATES.map((shown) => ({
    shown,
    entries: entries
      .filter((entry) => entry.shown === shown)
      .toSorted((one, other) => priorityOf(other) - priorityOf(one)),
  })).filter((group) => group.entries.length > 0)

const priorityOf = ({ settings }: CampaignEntry): number => settings?.priority ?? 0
