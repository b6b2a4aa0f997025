<?php

namespace App\Lab;

use League\Flysystem\Config;
use League\Flysystem\FileAttributes;
use League\Flysystem\FilesystemAdapter;
use League\Flysystem\UnableToReadFile;
use League\Flysystem\Visibility;

// The bucket as Laravel 9 and newer want it.
final class BucketOfFlysystem3 implements FilesystemAdapter
{
    public function __construct(private Bucket $bucket)
    {
    }

    public function fileExists(string $path): bool
    {
        return $this->bucket->about($path) !== null;
    }

    public function directoryExists(string $path): bool
    {
        return $this->bucket->keys($path) !== [];
    }

    public function write(string $path, string $contents, Config $config): void
    {
        $this->bucket->put($path, $contents);
    }

    public function writeStream(string $path, $contents, Config $config): void
    {
        $this->bucket->put($path, stream_get_contents($contents));
    }

    public function read(string $path): string
    {
        return $this->bucket->get($path) ?? throw UnableToReadFile::fromLocation($path, 'no such object');
    }

    public function readStream(string $path)
    {
        $stream = fopen('php://temp', 'w+b');
        fwrite($stream, $this->read($path));
        rewind($stream);

        return $stream;
    }

    public function delete(string $path): void
    {
        $this->bucket->delete($path);
    }

    public function deleteDirectory(string $path): void
    {
        foreach ($this->bucket->keys($path) as $key) {
            $this->bucket->delete($key);
        }
    }

    public function createDirectory(string $path, Config $config): void
    {
    }

    public function setVisibility(string $path, string $visibility): void
    {
    }

    public function visibility(string $path): FileAttributes
    {
        return new FileAttributes($path, null, Visibility::PRIVATE);
    }

    public function mimeType(string $path): FileAttributes
    {
        return $this->attributes($path);
    }

    public function lastModified(string $path): FileAttributes
    {
        return $this->attributes($path);
    }

    public function fileSize(string $path): FileAttributes
    {
        return $this->attributes($path);
    }

    public function listContents(string $path, bool $deep): iterable
    {
        foreach ($this->bucket->keys($path) as $key) {
            yield new FileAttributes($key);
        }
    }

    public function move(string $source, string $destination, Config $config): void
    {
        $this->copy($source, $destination, $config);
        $this->delete($source);
    }

    public function copy(string $source, string $destination, Config $config): void
    {
        $this->bucket->put($destination, $this->read($source));
    }

    private function attributes(string $path): FileAttributes
    {
        $about = $this->bucket->about($path) ?? throw UnableToReadFile::fromLocation($path, 'no such object');

        return new FileAttributes($path, $about['size'], Visibility::PRIVATE, $about['time'], $about['type']);
    }
}
