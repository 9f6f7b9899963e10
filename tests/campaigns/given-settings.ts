import { type CampaignSettings, campaignSettings } from '../../src/campaigns/settings/campaign-settings.ts'

/** The settings of a campaign in English, with the given changes. */
export const someSettings = (changes: Partial<CampaignSettings> = {}): CampaignSettings => ({
  ...campaignSettings.parse({
    name: 'Autumn',
    texts: {
      en: {
        heading: 'A campaign',
        salutation: 'Dear reader,',
        body: 'We **go on**.',
        ask: 'From {minimum} a month.',
        signature: 'The newsroom',
      },
    },
  }),
  ...changes,
})
