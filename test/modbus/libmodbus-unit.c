/* A Modbus unit made of libmodbus: `libmodbus-unit rtu DEVICE` or `libmodbus-unit tcp PORT`. */
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static modbus_mapping_t *tables(void) {
  modbus_mapping_t *map = modbus_mapping_new(16, 16, 400, 400);
  if (map == NULL) exit(1);
  map->tab_registers[0] = 1234;
  map->tab_registers[1] = 0xfffe;
  map->tab_bits[1] = 1;
  map->tab_input_bits[2] = 1;
  map->tab_input_registers[0] = 0x4366; /* 230.2 as a float, the high word first */
  map->tab_input_registers[1] = 0x3333;
  return map;
}

static void serve(modbus_t *unit, modbus_mapping_t *map) {
  uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
  for (;;) {
    int length = modbus_receive(unit, request);
    if (length == -1) return;
    if (length > 0) modbus_reply(unit, request, length, map);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int is_tcp = strcmp(argv[1], "tcp") == 0;
  modbus_t *unit = is_tcp ? modbus_new_tcp("127.0.0.1", atoi(argv[2]))
                          : modbus_new_rtu(argv[2], 9600, 'N', 8, 1);
  modbus_mapping_t *map = tables();
  modbus_set_slave(unit, 1);
  int listener = is_tcp ? modbus_tcp_listen(unit, 1) : modbus_connect(unit);
  if (listener == -1) return 1;
  puts("ready");
  fflush(stdout);
  for (;;) {
    if (is_tcp) modbus_tcp_accept(unit, &listener);
    serve(unit, map);
    if (!is_tcp) return 1;
  }
}
