import { type Language, sayIn } from '../../messages/messages.ts'

type Props = { language: Language; wanted: 'fill' | 'remove' }

/** The button that writes or removes demo data. */
export const DemoForm = ({ language, wanted }: Props) => (
  <form action="/staff/demo" method="post">
    <input type="hidden" name="language" value={language} />
    <p>
      <button type="submit" name="do" value={wanted} class={wanted === 'fill' ? 'primary' : 'secondary'}>
        {sayIn(language)(`demo.button.${wanted}`)}
      </button>
    </p>
  </form>
)

/** Says what demo data is, with the button that writes it. */
export const OfferDemo = ({ language }: { language: Language }) => (
  <>
    <p>{sayIn(language)('demo.offer')}</p>
    <DemoForm language={language} wanted="fill" />
  </>
)
