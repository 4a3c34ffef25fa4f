/**
 * The one list of drivers. Each is loaded when a configuration names it, and not before. A new
 * driver is a folder and a line here.
 */
import type { Driver } from '../runtime/hal/driver.ts';

export const driverCatalog: Readonly<Record<string, () => Promise<Driver>>> = {
  ads1115: async () => (await import('./ads1115/ads1115.ts')).ads1115,
  aht20: async () => (await import('./aht20/aht20.ts')).aht20,
  bh1750: async () => (await import('./bh1750/bh1750.ts')).bh1750,
  bme280: async () => (await import('./bme280/bme280.ts')).bme280,
  button: async () => (await import('./button/button.ts')).button,
  camera: async () => (await import('./camera/camera.ts')).camera,
  dht22: async () => (await import('./dht22/dht22.ts')).dht22,
  'digital-input': async () => (await import('./digital-input/digital-input.ts')).digitalInput,
  ds18b20: async () => (await import('./ds18b20/ds18b20.ts')).ds18b20,
  'eastron-sdm': async () => (await import('./eastron-sdm/eastron-sdm.ts')).eastronSdm,
  'gps-nmea': async () => (await import('./gps-nmea/gps-nmea.ts')).gpsNmea,
  'hc-sr04': async () => (await import('./hc-sr04/hc-sr04.ts')).hcSr04,
  hwmon: async () => (await import('./hwmon/hwmon.ts')).hwmon,
  iio: async () => (await import('./iio/iio.ts')).iio,
  ina219: async () => (await import('./ina219/ina219.ts')).ina219,
  ina226: async () => (await import('./ina226/ina226.ts')).ina226,
  led: async () => (await import('./led/led.ts')).led,
  mcp23017: async () => (await import('./mcp23017/mcp23017.ts')).mcp23017,
  mcp3008: async () => (await import('./mcp3008/mcp3008.ts')).mcp3008,
  'mh-z19': async () => (await import('./mh-z19/mh-z19.ts')).mhZ19,
  modbus: async () => (await import('./modbus/modbus.ts')).modbus,
  model: async () => (await import('./model/model.ts')).model,
  pca9685: async () => (await import('./pca9685/pca9685.ts')).pca9685,
  pcf8574: async () => (await import('./pcf8574/pcf8574.ts')).pcf8574,
  pir: async () => (await import('./pir/pir.ts')).pir,
  'mqtt-device': async () => (await import('./mqtt-device/mqtt-device.ts')).mqttDevice,
  'pulse-counter': async () => (await import('./pulse-counter/pulse-counter.ts')).pulseCounter,
  'pwm-dimmer': async () => (await import('./pwm-dimmer/pwm-dimmer.ts')).pwmDimmer,
  relay: async () => (await import('./relay/relay.ts')).relay,
  servo: async () => (await import('./servo/servo.ts')).servo,
  sht31: async () => (await import('./sht31/sht31.ts')).sht31,
  sht4x: async () => (await import('./sht4x/sht4x.ts')).sht4x,
  ssd1306: async () => (await import('./ssd1306/ssd1306.ts')).ssd1306,
  veml7700: async () => (await import('./veml7700/veml7700.ts')).veml7700,
};
