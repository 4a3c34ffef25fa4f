/** The files of the kernel's dht11 driver for two words of a DHT22 (drivers/iio/humidity/dht11.c, dht11_decode). */
export function dht22Files(words: {
  readonly humidity: number;
  readonly temperature: number;
}): Readonly<Record<string, string>> {
  const folder = 'bus/iio/devices/iio:device0';
  // Tenths, the highest bit of the temperature is its sign; shown in thousandths.
  const sign = (words.temperature & 0x8000) === 0 ? 100 : -100;
  return {
    [`${folder}/name`]: 'dht11@4\n',
    [`${folder}/in_temp_input`]: `${String((words.temperature & 0x7fff) * sign)}\n`,
    [`${folder}/in_humidityrelative_input`]: `${String(words.humidity * 100)}\n`,
  };
}
