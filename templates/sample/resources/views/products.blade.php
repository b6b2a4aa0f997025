<!DOCTYPE html>
<title>Products</title>
<h1>Products</h1>
<p>{{ session('status') }}</p>
<ul>
    @foreach ($products as $product)
        <li>{{ $product->name }}: Rp {{ number_format($product->price, 0, ',', '.') }}</li>
    @endforeach
</ul>
