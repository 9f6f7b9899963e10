type Choice = { value: string; text: string; lang?: string }

type Props = { name: string; label: string; choices: readonly Choice[]; chosen: string }

/** Asks for one of a few values. */
export const ChoiceField = ({ name, label, choices, chosen }: Props) => (
  <label>
    <span>{label}</span>
    <select name={name}>
      {choices.map(({ value, text, lang }) => (
        <option key={value} value={value} lang={lang} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  </label>
)
