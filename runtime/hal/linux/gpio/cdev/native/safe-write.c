/*
 * Brings one output to one value, for the helper that acts when the runtime is gone: a line through
 * its GPIO character device, where it can be made an input too, or bytes to a chip on I2C. A program
 * of its own, since a shell cannot.
 *
 *   usage: safe-write REPORT hold|leave line 0|1|in CHIP OFFSET
 *          safe-write REPORT hold|leave i2c BYTES[/MASK] DEVICE ADDRESS
 *
 * Success is one line in REPORT, `EPOCH-SECONDS ok CHIP OFFSET`; failure is an exit code other than 0
 * and no line. Once a line is released its state "becomes uncontrolled from the userspace perspective,
 * and may revert to its default state" (userspace-api/gpio of the kernel's documentation): most chips
 * keep it, some make it an input. So `hold` keeps it until SIGTERM.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define MAX_BYTES 64

/* Patience for whoever holds the line still and is about to end: 20 tries, 50 ms apart. */
#define TRIES 20
static const struct timespec BETWEEN_TRIES = {0, 50 * 1000 * 1000};

static int set_line(const char *chip, const char *offset, const char *level) {
  int fd = open(chip, O_RDWR | O_CLOEXEC);
  if (fd < 0) return -1;
  struct gpio_v2_line_request request = {.num_lines = 1, .consumer = "boardtalk-safe"};
  request.offsets[0] = (__u32)strtoul(offset, NULL, 10);
  int is_input = level[0] == 'i';
  request.config.flags = is_input ? GPIO_V2_LINE_FLAG_INPUT : GPIO_V2_LINE_FLAG_OUTPUT;
  /* The kernel refuses an attribute that is filled in and not counted. */
  if (!is_input) {
    request.config.num_attrs = 1;
    request.config.attrs[0].mask = 1;
    request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
    request.config.attrs[0].attr.values = level[0] == '1';
  }
  int result = ioctl(fd, GPIO_V2_GET_LINE_IOCTL, &request);
  for (int tries = 1; result < 0 && errno == EBUSY && tries < TRIES; tries += 1) {
    nanosleep(&BETWEEN_TRIES, NULL);
    result = ioctl(fd, GPIO_V2_GET_LINE_IOCTL, &request);
  }
  return result;
}

/* How many bytes the text names; -1 when it is no such text. */
static int parse_bytes(const char *hex, unsigned char *bytes) {
  size_t length = strlen(hex);
  if (length == 0 || length % 2 != 0 || length / 2 > MAX_BYTES) return -1;
  for (size_t index = 0; index < length / 2; index += 1) {
    unsigned int value;
    if (sscanf(hex + 2 * index, "%2x", &value) != 1) return -1;
    bytes[index] = (unsigned char)value;
  }
  return (int)(length / 2);
}

/* A transfer of its own, as the runtime's are: it needs no claim on the address. */
static int send_bytes(const char *device, const char *address, const char *hex) {
  unsigned char bytes[MAX_BYTES];
  int length = parse_bytes(hex, bytes);
  int fd = length < 0 ? -1 : open(device, O_RDWR | O_CLOEXEC);
  if (fd < 0) return -1;
  struct i2c_msg message = {
      .addr = (__u16)strtoul(address, NULL, 0), .len = (__u16)length, .buf = bytes};
  struct i2c_rdwr_ioctl_data transfer = {&message, 1};
  return ioctl(fd, I2C_RDWR, &transfer);
}

/*
 * Changes the bits of the mask in the last byte, and leaves the others as the chip has them. By SMBus
 * commands: a register and a byte, or a byte alone. One process at a time, since outputs share a byte.
 */
static int change_bits(const char *device, const char *address, const char *hex, const char *mask) {
  unsigned char bytes[MAX_BYTES], bits[MAX_BYTES];
  char text[2 * MAX_BYTES + 1] = "";
  if (mask - hex > 4) return -1;
  strncat(text, hex, (size_t)(mask - hex));
  int length = parse_bytes(text, bytes);
  int fd = length < 1 || parse_bytes(mask + 1, bits) != 1 ? -1 : open(device, O_RDWR | O_CLOEXEC);
  if (fd < 0 || flock(fd, LOCK_EX) < 0) return -1;
  if (ioctl(fd, I2C_SLAVE, strtoul(address, NULL, 0)) < 0) return -1;
  union i2c_smbus_data data;
  struct i2c_smbus_ioctl_data read = {I2C_SMBUS_READ, bytes[0],
                                      length == 2 ? I2C_SMBUS_BYTE_DATA : I2C_SMBUS_BYTE, &data};
  if (ioctl(fd, I2C_SMBUS, &read) < 0) return -1;
  data.byte = (__u8)((data.byte & ~bits[0]) | (bytes[length - 1] & bits[0]));
  struct i2c_smbus_ioctl_data write = {I2C_SMBUS_WRITE, length == 2 ? bytes[0] : data.byte,
                                       read.size, &data};
  return ioctl(fd, I2C_SMBUS, &write);
}

static void tell(const char *report, const char *device, const char *place) {
  FILE *file = fopen(report, "a");
  if (file == NULL) return;
  fprintf(file, "%lld ok %s %s\n", (long long)time(NULL), device, place);
  fclose(file);
}

/* The shell that started this ignores SIGTERM, and that is inherited; until all is done it waits. */
static void put_off_end(sigset_t *before) {
  sigset_t term;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  sigprocmask(SIG_BLOCK, &term, before);
  sigdelset(before, SIGTERM);
  signal(SIGTERM, SIG_DFL);
}

int main(int count, char **words) {
  sigset_t before;
  if (count != 7) return 2;
  put_off_end(&before);
  const char *report = words[1], *value = words[4], *device = words[5], *place = words[6];
  int is_line = strcmp(words[3], "line") == 0;
  const char *mask = is_line ? NULL : strchr(value, '/');
  int result = is_line         ? set_line(device, place, value)
               : mask != NULL ? change_bits(device, place, value, mask)
                              : send_bytes(device, place, value);
  if (result < 0) {
    fprintf(stderr, "safe-write: %s %s: %s\n", device, place, strerror(errno));
    return 1;
  }
  tell(report, device, place);
  if (is_line && strcmp(words[2], "hold") == 0) sigsuspend(&before);
  return 0;
}
